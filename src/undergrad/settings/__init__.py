"""The numbers that steer a training, each declared once."""
