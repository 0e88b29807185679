using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct mmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchedMessage
{
    /// <summary>Where it goes to, and the flags that came with it.</summary>
    public MessageHeader Header;

    /// <summary>Bytes received.</summary>
    public uint Length;
}
