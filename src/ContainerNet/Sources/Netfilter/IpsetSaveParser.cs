using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads `ipset save`, piece by piece: "create NAME TYPE family inet ... timeout 60", "add NAME 192.0.2.1 nomatch".</summary>
internal sealed class IpsetSaveParser
{
    private const int LongestLine = 4096;

    private readonly HashSet<string> _named;
    private readonly HashSet<string> _changed;
    private readonly Dictionary<string, Members> _sets = new(StringComparer.Ordinal);
    private readonly List<byte> _rest = [];
    private Members? _last;
    private bool _isTooLong;

    /// <summary>Keeps these sets; packets change those of <paramref name="changed"/>.</summary>
    public IpsetSaveParser(HashSet<string> named, HashSet<string> changed)
    {
        _named = named;
        _changed = changed;
    }

    /// <summary>Takes the next piece.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\n') is int end and >= 0)
        {
            Keep(text[..end]);
            if (!_isTooLong)
            {
                ReadLine(Encoding.UTF8.GetString(_rest.ToArray()));
            }

            _rest.Clear();
            _isTooLong = false;
            text = text[(end + 1)..];
        }

        Keep(text);
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        _isTooLong |= _rest.Count + text.Length > LongestLine;
        if (!_isTooLong)
        {
            _rest.AddRange(text);
        }
    }

    /// <summary>The sets that were asked for, and the members of lists of sets.</summary>
    public IReadOnlyList<FirewallSet> Finish()
    {
        HashSet<string> wanted = new(_named, StringComparer.Ordinal);
        foreach (string name in _named)
        {
            if (_sets.TryGetValue(name, out Members? list) && list.Set.Type.StartsWith("list:", StringComparison.Ordinal))
            {
                wanted.UnionWith(list.Elements.Select(element => element.Key));
            }
        }

        return [.. _sets.Values.Where(set => wanted.Contains(set.Set.Name)).Select(set => set.ToSet())];
    }

    private void ReadLine(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["create", string name, string type, ..])
        {
            _last = new Members(new FirewallSet
            {
                Name = name,
                Type = type,
                Family = Array.IndexOf(words, "family") is int at and > 0 && at + 1 < words.Length ? words[at + 1] : "",
                Changes = words.AsSpan(3).Contains("timeout") || _changed.Contains(name),
            });
            _sets[name] = _last;
        }
        else if (words is ["add", string set, string key, ..])
        {
            Members? members = _last?.Set.Name == set ? _last : _sets.GetValueOrDefault(set);
            
            // A comment comes last, and may hold any word.
            int comment = Array.IndexOf(words, "comment");
            ReadOnlySpan<string> options = comment < 0 ? words.AsSpan(3) : words.AsSpan(3, Math.Max(0, comment - 3));
            members?.Add(new SetElement { Key = key, Excluded = options.Contains("nomatch") });
        }
    }

    private sealed class Members(FirewallSet set)
    {
        private bool _isTooLong;

        public FirewallSet Set => set;

        public List<SetElement> Elements { get; } = [];

        public void Add(SetElement element)
        {
            if (Elements.Count < NftSets.MostElements)
            {
                Elements.Add(element);
            }
            else
            {
                _isTooLong = true;
            }
        }

        public FirewallSet ToSet() => set with { Elements = _isTooLong ? null : Elements };
    }
}
