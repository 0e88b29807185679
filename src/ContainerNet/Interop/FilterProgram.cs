using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct sock_fprog of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterProgram
{
    /// <summary>Number of steps.</summary>
    public ushort Count;

    /// <summary>The steps.</summary>
    public FilterStep* Steps;
}
