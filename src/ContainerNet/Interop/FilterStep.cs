using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct sock_filter: one instruction of the classic packet filter (linux/filter.h). It has a register A, an
/// index register X, and reads numbers in network order.</summary>
/// <param name="Code">The operation.</param>
/// <param name="WhenTrue">Steps to skip when a comparison holds.</param>
/// <param name="WhenFalse">Steps to skip when it does not.</param>
/// <param name="Value">Its operand.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilterStep(ushort Code, byte WhenTrue, byte WhenFalse, uint Value)
{
    /// <summary>SKF_AD_OFF + SKF_AD_NLATTR: with this as its address a load looks for the netlink attribute of type X
    /// from offset A on; A is then the attribute's offset, or 0.</summary>
    private const uint AttributeSearch = 0xfffff000 + 12;

    /// <summary>BPF_LD | BPF_H | BPF_ABS: A is the 16 bits at an offset.</summary>
    public static FilterStep LoadHalf(uint offset) => new(0x28, 0, 0, offset);

    /// <summary>BPF_LD | BPF_W | BPF_IND: A is the 32 bits at X and an offset.</summary>
    public static FilterStep LoadWordAtIndex(uint offset) => new(0x40, 0, 0, offset);

    /// <summary>BPF_LD | BPF_IMM: A is a number.</summary>
    public static FilterStep Set(uint value) => new(0x00, 0, 0, value);

    /// <summary>BPF_LDX | BPF_IMM: X is a number.</summary>
    public static FilterStep SetIndex(uint value) => new(0x01, 0, 0, value);

    /// <summary>BPF_MISC | BPF_TAX: X is A.</summary>
    public static FilterStep CopyToIndex() => new(0x07, 0, 0, 0);

    /// <summary>BPF_LD | BPF_W | BPF_ABS of the attribute search.</summary>
    public static FilterStep FindAttribute() => new(0x20, 0, 0, AttributeSearch);

    /// <summary>BPF_JMP | BPF_JEQ | BPF_K: skips so many steps when A is the number, or when it is not.</summary>
    public static FilterStep SkipIf(uint value, byte whenTrue, byte whenFalse) => new(0x15, whenTrue, whenFalse, value);

    /// <summary>BPF_RET | BPF_K: keep the datagram.</summary>
    public static FilterStep Keep() => new(0x06, 0, 0, uint.MaxValue);

    /// <summary>BPF_RET | BPF_K: leave it out.</summary>
    public static FilterStep Drop() => new(0x06, 0, 0, 0);
}
