using ContainerNet.Findings;

namespace ContainerNet.Checks;

/// <summary>What tests say of a diagnosis.</summary>
internal static class Expect
{
    public static Finding First(this HostBuilder host, string code)
    {
        Diagnosis diagnosis = host.Diagnose();
        Assert.NotEmpty(diagnosis.Findings);
        Finding finding = diagnosis.Findings[0];
        Assert.True(finding.Code == code, $"expected {code} first, found:\n{Text(diagnosis)}");
        Assert.NotEmpty(finding.Evidence);
        return finding;
    }

    public static Finding Has(this HostBuilder host, string code)
    {
        Diagnosis diagnosis = host.Diagnose();
        return diagnosis.Findings.FirstOrDefault(f => f.Code == code)
            ?? throw new Xunit.Sdk.XunitException($"expected {code}, found:\n{Text(diagnosis)}");
    }

    public static void HasNot(this HostBuilder host, string code)
    {
        Diagnosis diagnosis = host.Diagnose();
        Assert.True(diagnosis.Findings.All(f => f.Code != code), $"did not expect {code}, found:\n{Text(diagnosis)}");
    }

    public static void IsHealthy(this HostBuilder host)
    {
        Diagnosis diagnosis = host.Diagnose();
        Assert.True(diagnosis.Findings.All(f => f.Severity == Severity.Info), Text(diagnosis));
    }

    public static string Text(Diagnosis diagnosis) => string.Join('\n', diagnosis.Findings.Select(f =>
        $"{f.Code} {f.Severity} {f.Role} {f.Subject}: {f.Message} [{string.Join("; ", f.Evidence)}]"));
}
