using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct sock_filter: one instruction of the classic packet filter (linux/filter.h).</summary>
/// <param name="Code">The operation.</param>
/// <param name="WhenTrue">Steps to skip when a comparison holds.</param>
/// <param name="WhenFalse">Steps to skip when it does not.</param>
/// <param name="Value">Its operand.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilterStep(ushort Code, byte WhenTrue, byte WhenFalse, uint Value)
{
    /// <summary>BPF_LD | BPF_H | BPF_ABS: load 16 bits in network order.</summary>
    public const ushort LoadHalf = 0x28;

    /// <summary>BPF_JMP | BPF_JEQ | BPF_K.</summary>
    public const ushort IfEqual = 0x15;

    /// <summary>BPF_RET | BPF_K: keep so many bytes; 0 for none.</summary>
    public const ushort Keep = 0x06;
}
