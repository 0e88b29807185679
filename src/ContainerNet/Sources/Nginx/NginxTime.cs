namespace ContainerNet.Sources.Nginx;

/// <summary>Times as nginx writes them: 60, 60s, 1m30s, 500ms, 1d 12h (src/core/ngx_parse.c, ngx_parse_time).</summary>
internal static class NginxTime
{
    private static readonly (string Unit, double Seconds)[] s_units =
    [
        ("y", 365 * 86400), ("M", 30 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001),
    ];

    /// <summary>The time; null when nginx would refuse it.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="wholeSeconds">Is it one of the few that know no milliseconds, but years and months?</param>
    public static TimeSpan? Parse(ReadOnlySpan<char> text, bool wholeSeconds = false)
    {
        double total = 0;
        bool valid = false;

        // Units must come from the largest to the smallest; a number without a unit is in seconds and the last.
        int next = wholeSeconds ? 0 : 2;
        while (text.Length > 0)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length : digits;
            double value = 0;
            if (digits > 0 && !double.TryParse(text[..digits], System.Globalization.NumberStyles.None, null, out value))
            {
                return null;
            }

            valid |= digits > 0;
            text = text[digits..];
            if (text.Length == 0 || text[0] == ' ')
            {
                // A blank ends the seconds, after which only milliseconds could come, and they do not.
                total += next <= 7 ? value : double.PositiveInfinity;
                text = text.TrimStart(' ');
                next = 8;
                if (text.Length > 0)
                {
                    return null;
                }

                continue;
            }

            int unit = UnitOf(text);
            if (unit < next || (wholeSeconds && unit == 7))
            {
                return null;
            }

            total += value * s_units[unit].Seconds;
            text = text[s_units[unit].Unit.Length..].TrimStart(' ');
            next = unit + 1;
        }

        return valid && total < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(total) : null;
    }

    private static int UnitOf(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("ms"))
        {
            return s_units.Length - 1;
        }

        for (int i = 0; i < s_units.Length - 1; i++)
        {
            if (text[0] == s_units[i].Unit[0])
            {
                return i;
            }
        }

        return -1;
    }
}
