using System.Globalization;

namespace ContainerNet.Repairs.Docker;

/// <summary>A mark with a mask as dockerd takes it ("0x1", "1/0xff").</summary>
internal static class FirewallMark
{
    /// <summary>Its numbers; false for what dockerd refuses.</summary>
    public static bool TryParse(string text, out uint value, out uint? mask)
    {
        string[] parts = text.Split('/');
        mask = null;
        value = 0;
        if (parts.Length > 2 || !TryNumber(parts[0], out value))
        {
            return false;
        }

        if (parts.Length == 2)
        {
            bool read = TryNumber(parts[1], out uint bits);
            mask = bits;
            return read;
        }

        return true;
    }

    private static bool TryNumber(string text, out uint number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
