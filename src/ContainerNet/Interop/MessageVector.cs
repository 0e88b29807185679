using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageVector
{
    public void* Base;
    public nuint Length;
}
