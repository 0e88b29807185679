using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>POLLIN: there is something to read.</summary>
    public const short Readable = 0x1;

    /// <summary>The file; one below zero is passed over.</summary>
    public int Descriptor;

    /// <summary>What to wait for.</summary>
    public short Wanted;

    /// <summary>What there is.</summary>
    public short Got;
}
