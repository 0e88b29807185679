using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Firewalld;

/// <summary>
/// Reads firewalld: what is in force over D-Bus, what is permanent from its files. busctl is told not to start the service
/// (--auto-start=no), because a look must not switch a firewall on.
/// </summary>
public static class FirewalldReader
{
    private const string Service = "org.fedoraproject.FirewallD1";
    private const string Root = "/org/fedoraproject/FirewallD1";

    /// <summary>Reads it; null when firewalld is not installed.</summary>
    public static async Task<Reading<Model.Firewalld?>> ReadAsync(IHost host, CancellationToken cancellationToken)
    {
        if (host.ListDirectory("/usr/lib/firewalld/zones") is null)
        {
            return new Reading<Model.Firewalld?>(null, []);
        }

        FirewalldFiles files = FirewalldFiles.Read(host);
        JsonElement? properties;
        try
        {
            properties = await CallAsync(host, Root, "org.freedesktop.DBus.Properties", "GetAll", cancellationToken, "s", Service);
        }
        catch (ContainerNetException exception) when (exception.Problem is Problem.ToolMissing or Problem.ToolFailed or Problem.TimedOut)
        {
            // A service that is not there is an answer; anything else is a look that failed.
            return IsAbsent(exception.Message)
                ? new Reading<Model.Firewalld?>(AtRest(files), files.Gaps)
                : new Reading<Model.Firewalld?>(AtRest(files), [.. files.Gaps, MakeGap(exception.Message)]);
        }

        List<Gap> gaps = [];
        try
        {
            return new Reading<Model.Firewalld?>(
                await RunningAsync(host, properties.GetValueOrDefault(), files, gaps, cancellationToken), [.. files.Gaps, .. gaps]);
        }
        catch (ContainerNetException exception) when (exception.Problem is Problem.ToolFailed or Problem.TimedOut)
        {
            return new Reading<Model.Firewalld?>(
                AtRest(files) with { Running = true, Version = Variant(properties.GetValueOrDefault(), "version") },
                [.. files.Gaps, .. gaps, MakeGap(exception.Message)]);
        }
    }

    private static async Task<Model.Firewalld> RunningAsync(
        IHost host, JsonElement properties, FirewalldFiles files, List<Gap> gaps, CancellationToken cancellationToken)
    {
        if (Variant(properties, "version") is null)
        {
            gaps.Add(MakeGap("its answer names no version"));
        }

        Task<JsonElement?> defaultZone = CallAsync(host, Root, Service, "getDefaultZone", cancellationToken);
        Task<JsonElement?> config = ConfigurationAsync(host, gaps, cancellationToken);
        Task<JsonElement?> rules = CallAsync(host, Root, $"{Service}.direct", "getAllRules", cancellationToken);
        Task<JsonElement?> chains = CallAsync(host, Root, $"{Service}.direct", "getAllChains", cancellationToken);
        Task<JsonElement?> passthroughs = CallAsync(host, Root, $"{Service}.direct", "getAllPassthroughs", cancellationToken);
        string[] names = Strings(await CallAsync(host, Root, $"{Service}.zone", "getZones", cancellationToken));
        ZoneSettings?[] active = await Task.WhenAll(names.Select(name => ZoneAsync(host, name, files, cancellationToken)));

        string? byDefault = await defaultZone is { ValueKind: JsonValueKind.String } zone ? zone.GetString() : files.DefaultZone;
        JsonElement settings = (await config).GetValueOrDefault();
        Dictionary<string, ZoneSettings> permanent = new(files.Zones);
        List<FirewallZone> zones = [];
        for (int i = 0; i < names.Length; i++)
        {
            permanent.Remove(names[i], out ZoneSettings? persistent);
            zones.Add(Zone(names[i], byDefault, active[i], persistent));
        }

        zones.AddRange(permanent.Select(left => Zone(left.Key, byDefault, null, left.Value)));
        return AtRest(files) with
        {
            Running = true,
            Version = Variant(properties, "version"),
            Backend = Variant(settings, "FirewallBackend") ?? files.Backend,
            DefaultZone = byDefault,
            FlushAllOnReload = IsYes(Variant(settings, "FlushAllOnReload"), files.FlushAllOnReload),
            StrictForwardPorts = IsYes(Variant(settings, "StrictForwardPorts"), files.StrictForwardPorts),
            HasDirectRules = files.HasDirectRules || Count(await rules) + Count(await chains) + Count(await passthroughs) > 0,
            Zones = [.. zones.OrderBy(z => z.Name, StringComparer.Ordinal)],
        };
    }

    private static Model.Firewalld AtRest(FirewalldFiles files) => new()
    {
        Running = false,
        Backend = files.Backend,
        DefaultZone = files.DefaultZone,
        HasDirectRules = files.HasDirectRules,
        FlushAllOnReload = files.FlushAllOnReload,
        StrictForwardPorts = files.StrictForwardPorts,
        Zones = [.. files.Zones.OrderBy(z => z.Key, StringComparer.Ordinal).Select(z => Zone(z.Key, files.DefaultZone, null, z.Value))],
    };

    private static FirewallZone Zone(string name, string? byDefault, ZoneSettings? active, ZoneSettings? persistent) => new()
    {
        Name = name,
        IsDefault = string.Equals(name, byDefault, StringComparison.Ordinal),
        Active = active,
        Persistent = persistent,
        Difference = active is null || persistent is null ? [] : ZoneDifference.Of(active, persistent),
    };

    private static async Task<ZoneSettings?> ZoneAsync(
        IHost host, string name, FirewalldFiles files, CancellationToken cancellationToken)
    {
        JsonElement? reply = await CallAsync(host, Root, $"{Service}.zone", "getZoneSettings2", cancellationToken, "s", name);
        if (reply is not { ValueKind: JsonValueKind.Object } zone)
        {
            return null;
        }

        string[] services = Variants(zone, "services");
        return new ZoneSettings
        {
            Target = Variant(zone, "target") ?? "default",
            Interfaces = Variants(zone, "interfaces"),
            Sources = Variants(zone, "sources"),
            Ports = Variants(zone, "ports"),
            Services = services,
            ServicePorts = files.PortsOf(services),
            RichRules = Variants(zone, "rules_str"),
            ForwardPorts = ForwardPorts(zone),
            Masquerade = Variant(zone, "masquerade") == "true",
            Forward = Variant(zone, "forward") == "true",
        };
    }

    // Polkit keeps it from others than root; the file, where it is readable, says the same.
    private static async Task<JsonElement?> ConfigurationAsync(IHost host, List<Gap> gaps, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                host, $"{Root}/config", "org.freedesktop.DBus.Properties", "GetAll", cancellationToken, "s", $"{Service}.config");
        }
        catch (ContainerNetException exception) when (exception.Problem == Problem.ToolFailed)
        {
            gaps.Add(MakeGap(exception.Message) with { Partial = true });
            return null;
        }
    }

    /// <summary>One D-Bus call; the first element of the reply, or null when it has none.</summary>
    private static async Task<JsonElement?> CallAsync(
        IHost host, string path, string @interface, string method, CancellationToken cancellationToken, params string[] arguments)
    {
        CommandLine command = new()
        {
            Arguments =
            [
                "busctl", "--system", "--json=short", "--auto-start=no", "--timeout=5", "--",
                "call", Service, path, @interface, method, .. arguments,
            ],
            Limit = TimeSpan.FromSeconds(8),
        };
        CommandResult result = await host.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
        {
            throw new ContainerNetException(Problem.ToolFailed, "busctl", ToolText.Reason(result));
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(result.Output);
            Vet(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out JsonElement data)
                && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
                ? data[0].Clone()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ContainerNetException(Problem.ToolFailed, "busctl", $"{method} answered no JSON: {exception.Message}", exception);
        }
    }

    // A string that is no text, such as half of a surrogate pair, must fail here and not where it is used.
    private static void Vet(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Vet(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Vet(member.Value);
                }

                break;
        }
    }

    // systemd 252 to 258, and dbus-daemon: a name without an owner.
    private static bool IsAbsent(string message) =>
        message.Contains("not provided by any", StringComparison.Ordinal)
        || message.Contains("does not exist", StringComparison.Ordinal)
        || message.Contains("no such name", StringComparison.OrdinalIgnoreCase)
        || message.Contains("does not have an owner", StringComparison.Ordinal)
        || message.Contains("has no owner", StringComparison.Ordinal)
        || message.Contains("NameHasNoOwner", StringComparison.Ordinal)
        || message.Contains("ServiceUnknown", StringComparison.Ordinal)
        || message.Contains("not activatable", StringComparison.Ordinal);

    private static string[] Strings(JsonElement? element) => element is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Select(Text)]
        : [];

    // {"ports":{"type":"a(ss)","data":[["22","tcp"]]}}: a pair is joined as firewall-cmd prints it.
    private static string[] Variants(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement variant) && variant.ValueKind == JsonValueKind.Object
            && variant.TryGetProperty("data", out JsonElement data)
            ? Strings(data)
            : [];

    private static string[] ForwardPorts(JsonElement zone) => Json.Member(zone, "forward_ports") is JsonElement variant
        && Json.Member(variant, "data") is { ValueKind: JsonValueKind.Array } ports
        ? [.. ports.EnumerateArray().Where(port => port.ValueKind == JsonValueKind.Array)
            .Select(port => FirewalldFiles.ForwardPort([.. port.EnumerateArray().Select(Text)]))]
        : [];

    private static string? Variant(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement variant) && variant.ValueKind == JsonValueKind.Object
            && variant.TryGetProperty("data", out JsonElement data)
            ? Text(data)
            : null;

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join('/', element.EnumerateArray().Select(Text)),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => element.GetRawText(),
    };

    private static int Count(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;

    private static bool IsYes(string? value, bool otherwise) => value is null ? otherwise : value is "yes" or "true" or "1";

    private static Gap MakeGap(string reason) => new()
    {
        Facts = FactKinds.Firewalld,
        Source = $"D-Bus {Service}",
        Reason = reason,
        Remedy = "Run as root, and look whether D-Bus and firewalld run.",
    };
}
