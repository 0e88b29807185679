using System.Globalization;

namespace ContainerNet.Paths.Cookies;

/// <summary>Dates of cookies, which come in any order of their parts (RFC 6265, 5.1.1).</summary>
internal static class CookieDate
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The date; null where it is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        int day = 0, month = 0, year = -1;
        TimeSpan? time = null;
        foreach (string token in text.Split([' ', ',', '-', '/', ';', '\t', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (time is null && token.Contains(':', StringComparison.Ordinal))
            {
                time = Time(token);
            }
            else if (day == 0 && token.Length <= 2 && Number(token) is { } number)
            {
                day = number;
            }
            else if (month == 0 && token.Length >= 3 && Array.FindIndex(s_months, m => token.StartsWith(m, StringComparison.OrdinalIgnoreCase)) is >= 0 and int index)
            {
                month = index + 1;
            }
            else if (year < 0 && token.Length is 2 or 4 && Number(token) is { } known)
            {
                year = known is >= 70 and <= 99 ? known + 1900 : known < 70 ? known + 2000 : known;
            }
        }

        return time is not null && year >= 1601 && month > 0 && day is >= 1 && day <= DateTime.DaysInMonth(Math.Min(year, 9999), month)
            ? new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) + time.Value : null;
    }

    private static int? Number(string token) => int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static TimeSpan? Time(string token)
    {
        string[] parts = token.Split(':');
        return parts.Length == 3 && Number(parts[0]) is <= 23 and int hour && Number(parts[1]) is <= 59 and int minute && Number(parts[2]) is <= 59 and int second
            ? new TimeSpan(hour, minute, second) : null;
    }
}
