using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// Which edit of a service's file mends what. Only words that its command has just once are replaced: an option that stands there twice, or that
/// comes out of a variable, is for who wrote it.
/// </summary>
internal static partial class UnitEdits
{
    /// <summary>Publishes the one port that the application listens on (CN5002); null when that is not certain.</summary>
    public static UnitEdit? Port(Snapshot facts, Container container, ContainerPort port)
    {
        List<int> listening = [.. Listening.Of(container, port.Protocol).Where(l => !l.IsLoopback).Select(l => l.Port).Distinct()
            .Except(container.PortBindings.Where(b => b.Protocol == port.Protocol).Select(b => b.ContainerPort))];
        if (facts.UnitOf(container) is not { } unit || listening is not [{ } other]
            || unit.ValuesOf("--publish", "-p").Where(v => Leads(v, port)).ToList() is not [{ } publish])
        {
            return null;
        }

        Match match = Publish().Match(publish);
        string right = $"{match.Groups["host"].Value}{other.ToString(CultureInfo.InvariantCulture)}{match.Groups["transport"].Value}";
        return Of(unit, $"Publish {right} in the place of {publish}", ([publish], [right]));
    }

    /// <summary>Lets the application listen on all addresses of its container (CN5001), where its command or a variable of it says which.</summary>
    public static UnitEdit? Bind(Snapshot facts, Container container, ContainerPort port)
    {
        if (facts.UnitOf(container) is not { } unit)
        {
            return null;
        }

        List<(string[] Old, string[] New)> found = [.. Bindings(unit.Command, port.Port)];
        return found is not [{ } one] ? null : Of(unit, $"Let the application listen on {one.New[^1]} in the place of {one.Old[^1]}", one);
    }

    /// <summary>Mounts a file from where it is now (CN5011), when there is one such place close by.</summary>
    public static UnitEdit? Mount(ContainerUnit? unit, ContainerMount mount)
    {
        if (unit is null || mount is not { Found: MountSource.Absent, Elsewhere: [{ } place] })
        {
            return null;
        }

        List<string> words = [.. unit.Command.Where(w => Mounts(w, mount.Source)).Distinct(StringComparer.Ordinal)];
        return words is not [{ } word] ? null
            : Of(unit, $"Mount {place} in the place of {mount.Source}", ([word], [word.Replace(mount.Source, place, StringComparison.Ordinal)]));
    }

    /// <summary>Opens one service on the host's loopback to a container (CN5012); with slirp4netns all of them, since it can do no less.</summary>
    public static UnitEdit? HostLoopback(Snapshot facts, Container container, string name, int port, string way)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        if (facts.UnitOf(container) is not { } unit || way is not ("pasta" or "slirp4netns") || container.Listeners?.Any(l => l.Port == port) == true
            || unit.Command.Where(w => Names(w, $"{name}:{number}")).ToList() is not [{ } word])
        {
            return null;
        }

        string address = way == "pasta" ? "127.0.0.1" : "10.0.2.2";
        string option = way == "pasta" ? $"-T,{number}" : "allow_host_loopback=true";
        (string[] Old, string[] New) target = ([word], [word.Replace($"{name}:{number}", $"{address}:{number}", StringComparison.Ordinal)]);
        string risk = way == "pasta" ? $"Port {number} of the host's loopback is open to this container." : "Every service on the host's loopback is open to this container.";
        string what = $"Give the container network {{0}}, and write {address}:{number} in the place of {name}:{number}";
        return unit.ValuesOf("--network", "--net").ToList() switch
        {
            [] => Of(unit, string.Format(CultureInfo.InvariantCulture, what, $"{way}:{option}"), target) with { Network = $"{way}:{option}", Risk = risk },
            [{ } mode] when mode == way || mode.StartsWith($"{way}:", StringComparison.Ordinal) => Of(
                unit, string.Format(CultureInfo.InvariantCulture, what, With(mode, option)), ([mode], [With(mode, option)]), target) with { Risk = risk },
            _ => null,
        };
    }

    private static UnitEdit Of(ContainerUnit unit, string what, params (string[] Old, string[] New)[] words) =>
        new(unit, what, [.. words.Select(w => ((IReadOnlyList<string>)w.Old, (IReadOnlyList<string>)w.New))]);

    private static string With(string mode, string option) => $"{mode}{(mode.Contains(':', StringComparison.Ordinal) ? ',' : ':')}{option}";

    private static bool Leads(string publish, ContainerPort port) => Publish().Match(publish) is { Success: true } match
        && match.Groups["inner"].Value == port.Port.ToString(CultureInfo.InvariantCulture)
        && match.Groups["outer"].Value == port.HostPort.ToString(CultureInfo.InvariantCulture)
        && (match.Groups["transport"].Value is { Length: > 0 } transport ? transport[1..] : "tcp").Equals($"{port.Protocol}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The words that tell a program to listen on loopback, as option and value, as option=value, or as a variable.</summary>
    private static IEnumerable<(string[] Old, string[] New)> Bindings(IReadOnlyList<string> command, int port)
    {
        for (int i = 1; i < command.Count; i++)
        {
            string word = command[i];
            int end = word.IndexOf('=', StringComparison.Ordinal);
            if (end > 0 && (Option().IsMatch(word[..end]) || Variable().IsMatch(word[..end])) && Anywhere(word[(end + 1)..], port) is { } value)
            {
                yield return ([word], [$"{word[..end]}={value}"]);
            }
            else if (Option().IsMatch(word) && i + 1 < command.Count && Anywhere(command[i + 1], port) is { } next)
            {
                yield return ([word, command[++i]], [word, next]);
            }
        }
    }

    /// <summary>The same address for all, or null: it is no loopback address, or goes with another port.</summary>
    private static string? Anywhere(string value, int port)
    {
        Match match = LoopbackAddress().Match(value);
        return !match.Success || (match.Groups["port"].Value is { Length: > 0 } said && said != port.ToString(CultureInfo.InvariantCulture)) ? null
            : match.Groups["scheme"].Value
                + match.Groups["address"].Value switch { "[::1]" => "[::]", "::1" => "::", _ => "0.0.0.0" }
                + value[(match.Groups["address"].Index + match.Groups["address"].Length)..];
    }

    private static bool Mounts(string word, string source) => word.StartsWith(source + ":", StringComparison.Ordinal)
        || word.StartsWith($"--volume={source}:", StringComparison.Ordinal) || word.StartsWith($"-v={source}:", StringComparison.Ordinal)
        || $"{word},".Contains($"source={source},", StringComparison.Ordinal) || $"{word},".Contains($"src={source},", StringComparison.Ordinal);

    /// <summary>Does a word name a place, and not one that only ends or begins so?</summary>
    private static bool Names(string word, string place)
    {
        int at = word.IndexOf(place, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || !(char.IsAsciiLetterOrDigit(word[at - 1]) || word[at - 1] is '.' or '-'))
            && (at + place.Length == word.Length || !char.IsAsciiDigit(word[at + place.Length]))
            && word.IndexOf(place, at + 1, StringComparison.Ordinal) < 0;
    }

    // [ADDRESS:]PORT:PORT[/PROTOCOL] (podman-run(1), --publish); ranges are for who wrote them.
    [GeneratedRegex(@"\A(?<host>(?:[0-9.]+:|\[[0-9a-fA-F:.]+\]:)?(?<outer>[0-9]+):)(?<inner>[0-9]+)(?<transport>/[a-z]+)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Publish();

    // How programs of many kinds are told where to listen. --db-host and the like are what they connect to.
    [GeneratedRegex(@"\A(?:-b|-H|-l|--?(?:(?:web|http|server|api|app|rpc)[._-])?(?:(?:bind|listen)(?:[._-][A-Za-z]+)*|host|addr|address|ip|urls|interface))\z",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"\A(?:HOST|HOSTNAME|ADDR|ADDRESS|IP|(?:[A-Z0-9]+_)*(?:BIND|LISTEN)(?:_[A-Z]+)*|(?:SERVER|HTTP|APP|WEB|UVICORN|FLASK_RUN|NITRO|NUXT|ROCKET|OLLAMA|GF_SERVER_HTTP)_(?:HOST|ADDR|ADDRESS|NAME)|ASPNETCORE_URLS|(?:HTTP|WEB)_?HOST)\z",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A(?<scheme>https?://)?(?<address>127\.0\.0\.1|localhost|\[::1\]|::1)(?::(?<port>[0-9]+))?/?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LoopbackAddress();
}
