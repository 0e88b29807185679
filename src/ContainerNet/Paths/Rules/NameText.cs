using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Names of interfaces as numbers, so that they are compared, looked up and cut short as quickly as addresses. The
/// kernel's names have at most 15 bytes (IFNAMSIZ), and it compares them in the same way.</summary>
internal static class NameText
{
    private const int Size = 16;

    /// <summary>The number of a name; 0 for none.</summary>
    public static WideNumber ToNumber(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();
        Encoding.UTF8.TryGetBytes(name.AsSpan(0, Math.Min(name.Length, Size)), bytes, out _);
        return WideNumber.Read(bytes);
    }

    /// <summary>The numbers of all names that a rule's word stands for: "eth0", "br-+" (iptables), "br-*" (nft).</summary>
    public static (WideNumber Low, WideNumber High) ToRange(string text, char wildcard)
    {
        ReadOnlySpan<char> name = text.AsSpan().Trim('"');
        if (!name.EndsWith([wildcard]) || name.EndsWith("\\*"))
        {
            WideNumber number = ToNumber(name.ToString().Replace("\\*", "*", StringComparison.Ordinal));
            return (number, number);
        }

        string beginning = name[..^1].ToString();
        int length = Math.Min(Encoding.UTF8.GetByteCount(beginning), Size);
        WideNumber low = ToNumber(beginning);
        return (low, length == Size ? low : low | (WideNumber.MaxValue >> (8 * length)));
    }
}
