using ContainerNet.Paths.Requests;

namespace ContainerNet.Probes.Proxies;

/// <summary>What was seen at an upstream and the application behind it.</summary>
/// <param name="Stop">The upstream.</param>
/// <param name="AsProxy">Asked from the proxy's place, in the proxy's words.</param>
/// <param name="Direct">The application inside its container, asked for the same path in the client's words; null without a container.</param>
/// <param name="Original">The application, asked for the client's own path; null where that is the same, or was not needed.</param>
internal sealed record SeenUpstream(UpstreamStop Stop, SeenAnswer AsProxy, SeenAnswer? Direct, SeenAnswer? Original);
