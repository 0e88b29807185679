using System.Diagnostics;
using System.Text;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Metrics;

public sealed class MetricSheetTests
{
    [Fact]
    public void HealthyHost_IsReachableAndForwards()
    {
        string text = Write(Load("walk-healthy.json"));
        Assert.Contains("containernet_published_port_reachable{host=\"web1\",container=\"web\",port=\"8080\",protocol=\"tcp\",vantage=\"External\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("containernet_forwarding_enabled{host=\"web1\",family=\"IPv4\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("containernet_published_port_paths_unknown{host=\"web1\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("# HELP containernet_published_port_reachable", text, StringComparison.Ordinal);
        Assert.Contains("Predicted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("severity=\"Error\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleThatDrops_IsAFindingAndUnreachableFromOutsideOnly()
    {
        string text = Write(Load("walk-docker-user-drop.json"));
        Assert.Contains("containernet_findings{host=\"web1\",code=\"CN3010\",severity=\"Error\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("port=\"8080\",protocol=\"tcp\",vantage=\"External\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("port=\"8080\",protocol=\"tcp\",vantage=\"Host\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeTold_HasNoSample()
    {
        Snapshot blind = Load("walk-healthy.json") with
        {
            Gaps = [new Gap { Facts = FactKinds.Firewall, Source = "iptables-save", Reason = "denied", Remedy = "" }],
            Settings = [],
        };
        string text = Write(blind);
        Assert.DoesNotContain("containernet_published_port_reachable{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("containernet_forwarding_enabled{", text, StringComparison.Ordinal);
        Assert.Contains("containernet_gaps{host=\"web1\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatAreNoText_StayInTheirQuotes()
    {
        MetricSheet sheet = new();
        sheet.Add("a\"b\\c\nd\u001b", "CN1001", Severity.Error);
        Assert.Contains("{host=\"a\\\"b\\\\c\\nd\uFFFD\",code=\"CN1001\",severity=\"Error\"} 1\n", Encoding.UTF8.GetString(sheet.Write()), StringComparison.Ordinal);
    }

    [PromtoolFact]
    public void Linter_HasNothingToSay()
    {
        MetricSheet sheet = new();
        sheet.Add(Load("walk-healthy.json"));
        sheet.Add(Load("walk-docker-user-drop.json") with { Host = new HostInfo { Name = "b\"\\\n" } });
        foreach (byte[] text in (byte[][])[sheet.Write(), new MetricSheet().Write()])
        {
            ProcessStartInfo start = new(PromtoolFactAttribute.Program, ["check", "metrics"])
            {
                RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
            };
            using Process linter = Process.Start(start)!;
            linter.StandardInput.BaseStream.Write(text);
            linter.StandardInput.Close();
            string said = linter.StandardOutput.ReadToEnd() + linter.StandardError.ReadToEnd();
            linter.WaitForExit();
            Assert.Equal((0, ""), (linter.ExitCode, said.Trim()));
        }
    }

    private static string Write(Snapshot snapshot)
    {
        MetricSheet sheet = new();
        sheet.Add(snapshot);
        return Encoding.UTF8.GetString(sheet.Write());
    }

    private static Snapshot Load(string file) =>
        SnapshotJson.Read(File.ReadAllBytes(Repository.Path("tests", "Fixtures", "snapshots", file)), file);
}
