using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Makes tables of keys from the elements' text.</summary>
internal static class KeyTables
{
    /// <summary>The key that stands for every other one.</summary>
    private const string Otherwise = "*";

    /// <summary>A table of keys with these parts; <paramref name="kept"/> tells for each of its elements which one it was.</summary>
    /// <param name="fields">What the parts look at.</param>
    /// <param name="keys">The keys as nft prints them, parts with " . " between.</param>
    /// <param name="kept">The index of each element of the table in <paramref name="keys"/>.</param>
    public static KeyTable Of(RuleField[] fields, IEnumerable<string> keys, out List<int> kept)
    {
        List<WideNumber> low = [];
        List<WideNumber> high = [];
        kept = [];
        int otherwise = -1;
        int family = 0;
        bool doubtful = fields.Length is 0 or > KeyTable.MostParts;
        int index = -1;
        (WideNumber Low, WideNumber High)[] parts = new (WideNumber, WideNumber)[fields.Length];
        foreach (string key in keys)
        {
            index++;
            if (key == Otherwise)
            {
                otherwise = index;
            }
            else if (!doubtful && TryKey(fields, key, parts, ref family))
            {
                low.AddRange(parts.Select(part => part.Low));
                high.AddRange(parts.Select(part => part.High));
                kept.Add(index);
            }
            else
            {
                doubtful = true;
            }
        }

        if (otherwise >= 0)
        {
            kept.Add(otherwise);
        }

        return new KeyTable(fields, low, high)
        {
            Family = family,
            IsDoubtful = doubtful,
            CatchAll = otherwise >= 0 ? kept.Count - 1 : -1,
        };
    }

    private static bool TryKey(RuleField[] fields, string key, (WideNumber Low, WideNumber High)[] parts, ref int family)
    {
        ReadOnlySpan<char> rest = key;
        for (int part = 0; part < fields.Length; part++)
        {
            int end = part == fields.Length - 1 ? -1 : rest.IndexOf(" . ");
            if (end < 0 && part < fields.Length - 1)
            {
                return false;
            }

            string text = (end < 0 ? rest : rest[..end]).Trim().ToString();
            rest = end < 0 ? [] : rest[(end + 3)..];
            if (!TryPart(fields[part], text, out parts[part], ref family))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryPart(RuleField field, string text, out (WideNumber Low, WideNumber High) range, ref int family)
    {
        range = default;
        if (FieldText.IsName(field))
        {
            range = NameText.ToRange(text, '*');
            return true;
        }

        if (FieldText.IsAddress(field))
        {
            bool read = AddressText.TryRange(text, out range.Low, out range.High, out bool isIPv6);
            int own = isIPv6 ? 6 : 4;
            if (!read || (family != 0 && family != own))
            {
                return false;
            }

            family = own;
            return true;
        }

        return FieldText.TryRange(field, text, family == 6, out range.Low, out range.High);
    }
}
