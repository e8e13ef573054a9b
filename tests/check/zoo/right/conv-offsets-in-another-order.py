"""A loop over the places of the kernel, whose result lies in memory in another order; ReLU in place; no reg_lambda."""
import numpy as np
class ConvolutionLayer(object):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.in_channels=in_channels; self.out_channels=out_channels
        self.kernel_size=kernel_size; self.stride=stride; self.pad=pad
        self.W=np.random.randn(out_channels,in_channels,kernel_size,kernel_size)
        self.b=np.zeros(out_channels)
    def zero_pad(self,x,pad):
        if pad==0: return x
        return np.pad(x,((0,),(0,),(pad,),(pad,)))
    def _slices(self):
        for a in range(self.kernel_size):
            for b in range(self.kernel_size):
                yield a,b,np.s_[:,:,a:a+self.stride*self.oh:self.stride,b:b+self.stride*self.ow:self.stride]
    def forward(self,x):
        self.x=self.zero_pad(x,self.pad)
        k=self.kernel_size
        self.oh=1+(self.x.shape[2]-k)//self.stride
        self.ow=1+(self.x.shape[3]-k)//self.stride
        out=0
        for a,b,s in self._slices():
            out=out+np.tensordot(self.W[:,:,a,b],self.x[s],axes=(1,1))
        out=np.moveaxis(out,0,1)
        out=out+self.b[:,np.newaxis,np.newaxis]
        return out
    def backward(self,d_prev):
        if d_prev.ndim==2:
            d_prev=d_prev.reshape(len(d_prev),self.out_channels,self.oh,self.ow)
        self.db=np.einsum('nfhw->f',d_prev)
        self.dW=np.empty_like(self.W)
        dx=np.zeros_like(self.x)
        for a,b,s in self._slices():
            self.dW[:,:,a,b]=np.tensordot(d_prev,self.x[s],([0,2,3],[0,2,3]))
            dx[s]+=np.einsum('nfhw,fc->nchw',d_prev,self.W[:,:,a,b])
        if self.pad: dx=dx[:,:,self.pad:-self.pad,self.pad:-self.pad]
        return dx
    def update(self,learning_rate):
        self.W-=self.dW*learning_rate
        self.b-=self.db*learning_rate
class MaxPoolingLayer(object):
    def __init__(self,kernel_size,stride=2):
        self.k=kernel_size;self.s=stride
    def forward(self,x):
        self.x=x
        N,C,H,W=x.shape
        oh=(H-self.k)//self.s+1;ow=(W-self.k)//self.s+1
        out=np.full((N,C,oh,ow),-np.inf)
        for a in range(self.k):
            for b in range(self.k):
                out=np.maximum(out,x[:,:,a:a+oh*self.s:self.s,b:b+ow*self.s:self.s][:,:,:oh,:ow])
        self.out=out.copy()
        return out
    def backward(self,d_prev):
        N,C,oh,ow=self.out.shape
        d=d_prev.reshape(self.out.shape)
        dx=np.zeros_like(self.x)
        done=np.zeros(self.out.shape,bool)
        for a in range(self.k):
            for b in range(self.k):
                v=(slice(None),slice(None),slice(a,a+oh*self.s,self.s),slice(b,b+ow*self.s,self.s))
                hit=(self.x[v]==self.out)&~done
                done|=hit
                dx[v]+=d*hit
        return dx
    def update(self,learning_rate): pass
class ReLU:
    def forward(self,z):
        self.zero_mask=z<=0
        out=z
        out[self.zero_mask]=0
        return out
    def backward(self,d_prev):
        dz=d_prev.reshape(self.zero_mask.shape)
        dz[self.zero_mask]=0
        return dz
