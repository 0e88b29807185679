namespace ContainerNet.Lab.EndToEnd;

/// <summary>What was said about one broken host.</summary>
/// <param name="CommandLine">By 'containernet diagnose --json'.</param>
/// <param name="PowerShell">By Test-ContainerNet; null where there is no PowerShell.</param>
public sealed record FaultRun(Report CommandLine, Report? PowerShell);
