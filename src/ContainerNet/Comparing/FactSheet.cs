using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>A host reduced to what is compared: some hundred short values. Addresses, identifiers and drawn names do not count.</summary>
public sealed class FactSheet
{
    private readonly Dictionary<FactKey, string> _values = [];
    private readonly HashSet<string> _containers;
    private readonly HashSet<string> _running;
    private readonly HashSet<string> _networks;
    private readonly FactKinds _unread;

    private FactSheet(Snapshot facts)
    {
        Host = facts.Host.Name;
        _containers = [.. facts.Containers.Select(c => c.Name)];
        _running = [.. facts.Containers.Where(c => c.IsRunning).Select(c => c.Name)];
        _networks = [.. facts.Networks.Select(n => n.Name)];
        foreach (FactKinds kind in Enum.GetValues<FactKinds>().Where(k => k is not (FactKinds.None or FactKinds.All) && !facts.Has(k)))
        {
            _unread |= kind;
        }
    }

    /// <summary>The host's name.</summary>
    public string Host { get; }

    /// <summary>What is known of it.</summary>
    internal IReadOnlyDictionary<FactKey, string> Values => _values;

    /// <summary>Of a snapshot.</summary>
    public static FactSheet Of(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        FactSheet sheet = new(facts);
        HostRoles roles = new(facts);
        foreach ((FactKey key, string value) in HostFacts.Of(facts, roles).Concat(RuleFacts.Of(facts, roles)).Concat(ContainerFacts.Of(facts, roles)))
        {
            if ((sheet._unread & key.Needs) == FactKinds.None)
            {
                _ = sheet._values.TryAdd(key, value);
            }
        }

        return sheet;
    }

    /// <summary>The value of a fact; "" where there is none of it though it was looked for, null where it is unknown or can have none.</summary>
    internal string? ValueOf(FactKey key)
    {
        if (_values.TryGetValue(key, out string? value))
        {
            return value;
        }

        bool isRunning = key.Area is FactArea.Rules or FactArea.Listeners or FactArea.Image;
        return (_unread & key.Needs) != FactKinds.None
            || key.Area is FactArea.Setting or FactArea.BootSetting or FactArea.Link or FactArea.Listeners or FactArea.Image or FactArea.EngineOption
            || (key.Area != FactArea.Container && key.Container is { } container && !(isRunning ? _running : _containers).Contains(container))
            || (key.Area != FactArea.Network && key.Network is { } network && !_networks.Contains(network)) ? null : "";
    }

    /// <summary>The same with each text kept once for all hosts.</summary>
    internal void Intern(Dictionary<string, string> texts, Dictionary<FactKey, FactKey> keys)
    {
        List<KeyValuePair<FactKey, string>> own = [.. _values];
        _values.Clear();
        foreach ((FactKey key, string value) in own)
        {
            FactKey shared = keys.TryGetValue(key, out FactKey? known) ? known : keys[key] = key;
            _values[shared] = texts.TryGetValue(value, out string? text) ? text : texts[value] = value;
        }
    }
}
