using System.Globalization;
using System.Text.Json.Serialization;

namespace ContainerNet.Model;

/// <summary>A systemd service that runs a container engine's client: written by hand, by `podman generate systemd`, or by
/// Quadlet from a .container file.</summary>
public sealed record ContainerUnit
{
    /// <summary>The unit's name, such as shop.service.</summary>
    public required string Name { get; init; }

    /// <summary>The user whose manager has it; null for the system's.</summary>
    public string? User { get; init; }

    /// <summary>That user's number.</summary>
    public int? UserId { get; init; }

    /// <summary>That user's first group.</summary>
    public int? GroupId { get; init; }

    /// <summary>active, activating, failed ...</summary>
    public string ActiveState { get; init; } = "";

    /// <summary>running, exited, auto-restart ...</summary>
    public string SubState { get; init; } = "";

    /// <summary>success, exit-code, start-limit-hit ...</summary>
    public string Result { get; init; } = "";

    /// <summary>The words of the command that it starts.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Files and folders of the host that its command mounts; null when they were not read.</summary>
    public IReadOnlyList<ContainerMount>? Mounts { get; init; }

    /// <summary>When it last became active.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>The file that says all this: the unit's own, or the one that Quadlet made the unit of; null when it was not told.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Was that file changed since systemd read it? Null when it was not told.</summary>
    public bool? IsStale { get; init; }

    /// <summary>The text of that file. Read for repairs only, and not kept in snapshots, for there may be passwords in it.</summary>
    [JsonIgnore]
    public ConfigurationText? Text { get; init; }

    /// <summary>Is it active?</summary>
    public bool IsActive => ActiveState is "active" or "reloading";

    /// <summary>The name that its command gives the container, or starts one by; null when it says none.</summary>
    public string? ContainerName => ValuesOf("--name").FirstOrDefault()
        ?? (Command.Count > 2 && Command.Contains("start", StringComparer.Ordinal) && !Command[^1].StartsWith('-') ? Command[^1] : null);

    /// <summary>The host ports that its command publishes (podman-run(1), --publish); a range is each of its ports, and one that is left
    /// to the engine is not among them.</summary>
    public IEnumerable<int> HostPorts => ValuesOf("--publish", "-p").SelectMany(PortsOf);

    /// <summary>The bind mounts of its command (podman-run(1), --volume and --mount): those whose source is a path, and not a name or
    /// something that systemd or a shell would still replace.</summary>
    public IEnumerable<ContainerMount> BindMounts =>
        from mount in ValuesOf("--volume", "-v").Select(OfVolume).Concat(ValuesOf("--mount").Select(OfMount))
        where mount is { Source: ['/', ..], Destination: ['/', ..] } && mount.Source.IndexOfAny(['$', '%', '"', '\'']) < 0
        select mount;

    /// <summary>Does it run this container, as the engine tells it or by its name?</summary>
    public bool Runs(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return string.Equals(container.Unit, Name, StringComparison.Ordinal)
            || string.Equals(container.Name, ContainerName, StringComparison.Ordinal)
            || string.Equals($"{container.Name}.service", Name, StringComparison.Ordinal)
            || string.Equals($"container-{container.Name}.service", Name, StringComparison.Ordinal);
    }

    /// <summary>The values of an option of its command, which may have several names.</summary>
    public IEnumerable<string> ValuesOf(params string[] options)
    {
        for (int i = 1; i < Command.Count; i++)
        {
            string word = Command[i];
            if (options.Contains(word, StringComparer.Ordinal) && i + 1 < Command.Count)
            {
                yield return Command[++i];
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and int end && options.Contains(word[..end], StringComparer.Ordinal))
            {
                yield return word[(end + 1)..];
            }
        }
    }

    // SOURCE:DESTINATION[:OPTION,...]
    private static ContainerMount? OfVolume(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length < 2 ? null : new ContainerMount
        {
            Source = parts[0],
            Destination = parts[1],
            ReadOnly = parts.Length > 2 && parts[2].Split(',').Contains("ro", StringComparer.Ordinal),
        };
    }

    // type=bind,source=SOURCE,destination=DESTINATION,...
    private static ContainerMount? OfMount(string text)
    {
        string[] options = text.Split(',');
        string? ValueOf(params string[] names) => options.Select(o => o.Split('=', 2))
            .FirstOrDefault(o => o.Length == 2 && names.Contains(o[0], StringComparer.Ordinal))?[1];
        return options.Contains("type=bind", StringComparer.Ordinal) && ValueOf("source", "src") is { } source
            && ValueOf("destination", "dst", "target") is { } destination
            ? new ContainerMount { Source = source, Destination = destination, ReadOnly = options.Contains("ro", StringComparer.Ordinal) || options.Contains("readonly", StringComparer.Ordinal) }
            : null;
    }

    // [ADDRESS:][PORT[-PORT]:]PORT[-PORT][/PROTOCOL]; an IPv6 address stands in brackets.
    private static IEnumerable<int> PortsOf(string publish)
    {
        string[] parts = publish[(publish.LastIndexOf(']') + 1)..].Split('/')[0].Split(':');
        string[] range = parts.Length < 2 ? [] : parts[^2].Split('-');
        return int.TryParse(range.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(range[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) && last is > 0 and <= ushort.MaxValue && first <= last
            ? Enumerable.Range(first, last - first + 1) : [];
    }
}
