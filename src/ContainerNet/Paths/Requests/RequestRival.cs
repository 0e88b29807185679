using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A server or location that fits a request as well and did not take it.</summary>
/// <param name="Server">The server.</param>
/// <param name="Location">The location; null when the server itself lost.</param>
/// <param name="Reason">Why it did not.</param>
public sealed record RequestRival(HttpServer Server, Location? Location, RivalReason Reason);
