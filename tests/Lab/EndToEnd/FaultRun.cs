using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>What was said about one broken host; read by the test that asks for it, so that neither fails for the other.</summary>
/// <param name="CommandLine">By 'containernet diagnose --json'.</param>
/// <param name="PowerShell">By Test-ContainerNet; null where there is no PowerShell.</param>
public sealed record FaultRun(CommandOutcome CommandLine, CommandOutcome? PowerShell);
