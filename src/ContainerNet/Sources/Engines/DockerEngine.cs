using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines.Api;

namespace ContainerNet.Sources.Engines;

/// <summary>Docker, and Podman through the API that it has in common with Docker.</summary>
public sealed class DockerEngine : IContainerEngine
{
    /// <summary>The newest version of the API that this reader was written for.</summary>
    private static readonly Version s_newestApi = new(1, 52);

    /// <summary>Before this, GET /_ping did not tell a version; no engine that is still in use is older.</summary>
    private static readonly Version s_oldestApi = new(1, 24);

    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(3);

    private const int ParallelInspections = 16;

    private readonly IHost _host;
    private readonly EngineSocket _socket;
    private readonly Lock _lock = new();
    private Task<Agreement>? _agreement;

    /// <summary>An engine that is expected at a socket.</summary>
    public DockerEngine(IHost host, EngineSocket socket)
    {
        _host = host;
        _socket = socket;
    }

    /// <summary>What both sides speak, and with whom.</summary>
    private sealed record Agreement(Version Api, bool IsPodman);

    /// <inheritdoc/>
    public string Name => _socket.Name;

    /// <inheritdoc/>
    public async Task<Reading<ContainerEngine>> ProbeAsync(CancellationToken cancellationToken)
    {
        (Version api, bool podman) = await AgreeAsync(cancellationToken);
        InfoReply info = await AskAsync("/info", EngineJson.Default.InfoReply, cancellationToken);

        bool rootless = _socket.Rootless || info.SecurityOptions?.Contains("name=rootless") == true;
        int? process = podman || rootless ? null : DaemonProcess.Find(_host);
        Reading<EngineOptions> options = podman || rootless
            ? new EngineOptions()
            : DaemonOptions.Read(_host, process);

        ContainerEngine engine = new()
        {
            Name = Name,
            Kind = podman ? EngineKind.Podman : EngineKind.Docker,
            Version = EngineText.Clean(info.ServerVersion),
            ApiVersion = api.ToString(2),
            Socket = _socket.Path,
            Rootless = rootless,
            FirewallBackend = EngineText.Clean(info.FirewallBackend?.Driver) is { Length: > 0 } driver ? driver : "iptables",
            FirewallReloadedAt = ReloadedAt(info.FirewallBackend),
            Options = options.Value with { LiveRestore = info.LiveRestoreEnabled ?? options.Value.LiveRestore },
            ProcessId = process,
            StartedAt = process is int id ? DaemonProcess.StartedAt(_host, id) : null,
            Warnings = [.. (info.Warnings ?? []).OfType<string>().Select(EngineText.Clean)],
        };
        return new Reading<ContainerEngine>(engine, options.Gaps);
    }

    /// <inheritdoc/>
    public async Task<Reading<IReadOnlyList<Container>>> ReadContainersAsync(CancellationToken cancellationToken)
    {
        List<ContainerItem?> items = await AskAsync(
            "/containers/json?all=1", EngineJson.Default.ListContainerItem, cancellationToken);
        List<string> ids = [.. items.Select(item => item?.Id).OfType<string>().Where(EngineText.IsIdentifier)];
        ConcurrentBag<Gap> gaps = [];
        if (ids.Count < items.Count)
        {
            gaps.Add(EngineGaps.Partial(_socket, "the list of containers has entries without an identifier"));
        }

        Container?[] containers = new Container?[ids.Count];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(ParallelInspections, ids.Count)).Select(_ => WorkAsync()));
        return new Reading<IReadOnlyList<Container>>([.. containers.OfType<Container>()], [.. gaps]);

        async Task WorkAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < ids.Count; index = Interlocked.Increment(ref next))
            {
                containers[index] = await InspectAsync(ids[index], gaps, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Reading<IReadOnlyList<ContainerNetwork>>> ReadNetworksAsync(CancellationToken cancellationToken)
    {
        (_, bool podman) = await AgreeAsync(cancellationToken);
        List<NetworkDetail?> details = await AskAsync(
            "/networks", EngineJson.Default.ListNetworkDetail, cancellationToken);
        Dictionary<string, PodmanNetwork> own = podman ? await ReadPodmanNetworksAsync(cancellationToken) : [];
        List<ContainerNetwork> networks = [];
        List<Gap> gaps = [];
        foreach (NetworkDetail? detail in details)
        {
            if (detail is not null && NetworkMapper.Map(detail, Name, own) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                gaps.Add(EngineGaps.Partial(_socket, $"network {EngineText.Clean(detail?.Name)} has no name or driver"));
            }
        }

        return new Reading<IReadOnlyList<ContainerNetwork>>(networks, gaps);
    }

    private static DateTimeOffset? ReloadedAt(FirewallDetail? firewall) => EngineText.Time(
        firewall?.Info?.FirstOrDefault(pair => pair is [ "ReloadedAt", _ ])?[1]);

    private async Task<Container?> InspectAsync(string id, ConcurrentBag<Gap> gaps, CancellationToken cancellationToken)
    {
        try
        {
            ContainerDetail? detail = await AskOrMissAsync(
                $"/containers/{id}/json", EngineJson.Default.ContainerDetail, cancellationToken);
            return detail is null ? null : ContainerMapper.Map(detail, Name);
        }
        catch (ContainerNetException error) when (error.Problem == Problem.EngineReplyInvalid)
        {
            gaps.Add(EngineGaps.Partial(_socket, $"container {id[..12]}: {error.Message}"));
            return null;
        }
    }

    /// <summary>Podman's Docker-compatible reply does not tell the bridge, and calls the network podman "bridge", which its
    /// containers do not.</summary>
    private async Task<Dictionary<string, PodmanNetwork>> ReadPodmanNetworksAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await GetAsync("/v4.0.0/libpod/networks/json", cancellationToken);
        List<PodmanNetwork?> networks = reply.Status == 200 ? Parse(reply, EngineJson.Default.ListPodmanNetwork) : [];
        Dictionary<string, PodmanNetwork> byId = new(StringComparer.Ordinal);
        foreach (PodmanNetwork network in networks.OfType<PodmanNetwork>().Where(n => n.Id is not null))
        {
            byId[network.Id!] = network;
        }

        return byId;
    }

    /// <summary>Asks once, whoever comes first.</summary>
    private Task<Agreement> AgreeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _agreement ??= PingAsync(cancellationToken);
        }
    }

    /// <summary>The highest version of the API that both sides know; Podman says here that it is no Docker.</summary>
    private async Task<Agreement> PingAsync(CancellationToken cancellationToken)
    {
        HttpReply ping = await GetAsync("/_ping", cancellationToken);
        if (ping.Status != 200)
        {
            throw Invalid($"GET /_ping was answered with status {ping.Status.ToString(CultureInfo.InvariantCulture)}");
        }

        Version offered = ping.Headers.TryGetValue("api-version", out string? text) && Version.TryParse(text, out Version? told)
            ? told
            : s_oldestApi;
        return new Agreement(
            offered < s_newestApi ? offered : s_newestApi, ping.Headers.ContainsKey("libpod-api-version"));
    }

    private async Task<T> AskAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class =>
        await AskOrMissAsync(path, shape, cancellationToken) ?? throw Invalid($"GET {path} was answered with status 404");

    /// <summary>Null when there is no such thing any more.</summary>
    private async Task<T?> AskOrMissAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class
    {
        (Version api, _) = await AgreeAsync(cancellationToken);
        HttpReply reply = await GetAsync($"/v{api.ToString(2)}{path}", cancellationToken);
        return reply.Status switch
        {
            200 => Parse(reply, shape),
            404 => null,
            _ => throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"GET {path} was answered with status {reply.Status}")),
        };
    }

    private T Parse<T>(HttpReply reply, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body, shape) ?? throw Invalid("the reply is null");
        }
        catch (JsonException error)
        {
            throw Invalid($"the reply has another shape than the API says, at {EngineText.Clean(error.Path)}", error);
        }
    }

    private Task<HttpReply> GetAsync(string path, CancellationToken cancellationToken) =>
        _host.GetAsync(_socket.Path, path, s_answerLimit, cancellationToken);

    private ContainerNetException Invalid(string message, Exception? inner = null) =>
        new(Problem.EngineReplyInvalid, _socket.Path, $"{Name} at {_socket.Path}: {message}.", inner);
}
