namespace ContainerNet.Lab.EndToEnd;

/// <summary>A fault of the proxy in front of a rootless user's services.</summary>
/// <param name="Fault">File in tests/Lab/faults, without .sh.</param>
/// <param name="Code">What must be said first.</param>
/// <param name="Evidence">What its evidence must name: file and line, or a line of the log.</param>
/// <param name="Mends">Can Repair mend it, so that a WebSocket echoes through nginx afterwards?</param>
public sealed record ProxyCase(string Fault, string Code, string Evidence, bool Mends = true);
