"""The report's page while training runs, for a browser on this machine."""

from undergrad.live.server import LiveServer
from undergrad.live.views import LiveRuns, LiveSearch, LiveView

__all__ = ["LiveRuns", "LiveSearch", "LiveServer", "LiveView"]
