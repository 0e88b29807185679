namespace ContainerNet.Repairs.Docker;

/// <summary>Finds translation rules that take an expected rule's packets to an address that is no longer right.</summary>
internal static class StaleDnat
{
    /// <summary>A predicate over the rules of the chain that the expected rules belong to.</summary>
    public static Func<string, bool> Among(IReadOnlyList<ExpectedRule> expected)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (ExpectedRule rule in expected)
        {
            if (KeyOf(rule.Text) is { } key)
            {
                keys.Add(key);
            }
        }

        return text => KeyOf(text) is { } key && keys.Contains(key);
    }

    /// <summary>Host address, transport and port of an engine's DNAT rule; null for any other shape, which is kept.</summary>
    private static string? KeyOf(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string address = "";
        string protocol = "";
        string port = "";
        for (int i = 0; i < words.Length; i++)
        {
            string next = i + 1 < words.Length ? words[i + 1] : "";
            switch (words[i])
            {
                case "-d":
                    address = next;
                    i++;
                    break;
                case "-p":
                    protocol = next;
                    i++;
                    break;
                case "--dport":
                    port = next;
                    i++;
                    break;
                case "-j" when next is "DNAT":
                    return i + 4 == words.Length && words[i + 2] is "--to-destination" && port.Length > 0
                        ? $"{address} {protocol} {port}"
                        : null;
                case "!" when next is "-i":
                    i += 2;
                    break;
                case "-m":
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
