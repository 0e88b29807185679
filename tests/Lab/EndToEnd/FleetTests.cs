using System.Globalization;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>PowerShell remoting over SSH for real: two lab hosts, asked from a third machine, and one that is not there.</summary>
public sealed class FleetTests
{
    private const string Module = "/opt/containernet/ContainerNet";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Over remoting, from files and out of a job the same differences come; the host that is not there is named and stops nothing.</summary>
    [RemotingLabFact]
    public async Task TwoHostsOverSsh_AreComparedAsFromFiles()
    {
        string folder = Directory.CreateTempSubdirectory("cn-fleet-").FullName;
        string third = string.Create(CultureInfo.InvariantCulture, $"cn-third-{Environment.ProcessId}");
        try
        {
            await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host"));
            await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "client"));
            await RunAsync("ip", "netns", "add", third);
            await using LabHost one = await StartAsync(folder, third, 1);
            await using LabHost other = await StartAsync(folder, third, 2);
            (await other.RunAsync("sysctl", "-qw", "net.ipv4.ip_forward=0")).EnsureSuccess();

            string script = Path.Combine(folder, "ask.ps1");
            await File.WriteAllTextAsync(script, Script);
            string module = Path.GetFullPath(Path.Combine(LabRequirements.Folder, "../../out/ContainerNet"));
            CommandOutcome outcome = (await Command.RunAsync(
                ["nsenter", $"--net=/run/netns/{third}", "--", "pwsh", "-NoProfile", "-NonInteractive", "-File", script, module, folder], s_limit)).EnsureSuccess();

            // ssh itself says on the terminal that it reaches nobody.
            List<string> lines = [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("ssh: ", StringComparison.Ordinal))];

            Assert.Equal("2 snapshots", lines[0]);
            Assert.Equal("1 error: True", lines[1]);
            Assert.Equal("CN8001 net.ipv4.ip_forward True", lines[2]);
            Assert.Equal("as from files: True", lines[3]);
            Assert.Equal("as from a job: True", lines[4]);
            Assert.Equal("CN1001: True", lines[5]);
            Assert.Equal("as on the host: True", lines[6]);
        }
        finally
        {
            await Command.RunAsync(["ip", "netns", "delete", third], s_limit);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<LabHost> StartAsync(string folder, string third, int number)
    {
        LabHost host = await LabHost.StartAsync(
            Suite.Trixie, folders: [$"{LabRequirements.SshFolder}:/opt/ssh", $"{folder}:/opt/keys"]);
        try
        {
            await host.InjectAsync("healthy");
            string init = host.InitPid.ToString(CultureInfo.InvariantCulture);
            string cable = string.Create(CultureInfo.InvariantCulture, $"lan{number}");
            await RunAsync("ip", "link", "add", cable, "netns", third, "type", "veth", "peer", "name", "lan0", "netns", init);
            await RunAsync("ip", "-n", third, "address", "add", string.Create(CultureInfo.InvariantCulture, $"198.51.100.{(number * 4) + 1}/30"), "dev", cable);
            await RunAsync("ip", "-n", third, "link", "set", cable, "up");
            (await host.RunAsync("/opt/lab/inside/sshd.sh", string.Create(CultureInfo.InvariantCulture, $"198.51.100.{(number * 4) + 2}/30"))).EnsureSuccess();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task RunAsync(params string[] arguments) => (await Command.RunAsync(arguments, s_limit)).EnsureSuccess();

    private const string Script = $$"""
        param($Module, $Folder)
        Import-Module $Module
        $options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR'; ConnectTimeout = 5 }
        $found = Invoke-Command -HostName 198.51.100.6, 198.51.100.10, 198.51.100.14 -UserName root -KeyFilePath "$Folder/client" -Options $options `
            -ErrorVariable problems -ErrorAction SilentlyContinue {
            Import-Module {{Module}}
            Get-ContainerNetSnapshot
        }
        "$($found.Count) snapshots"
        "$($problems.Count) error: $("$problems" -like '*198.51.100.14*' -or "$($problems.TargetObject)" -like '*198.51.100.14*' -or "$($problems.OriginInfo)" -like '*198.51.100.14*')"
        # In the order of their names, whichever answered first.
        $found = $found | Sort-Object HostName
        function Show($differences) { $differences | ConvertTo-Json -Depth 6 -EnumsAsStrings }
        $all = @($found | Compare-ContainerNetSnapshot -All)
        "$($all[0].Code) $($all[0].Fact) $($all[0].Breaks.Path -contains 'External -> web:8080/tcp')"
        $null = New-Item -ItemType Directory $Folder/fleet
        $found | Export-ContainerNetSnapshot $Folder/fleet
        "as from files: $((Show $all) -eq (Show (Compare-ContainerNetSnapshot -Path $Folder/fleet/*.json -All)))"
        $job = Start-Job { Import-Module $using:Module; Import-ContainerNetSnapshot $using:Folder/fleet/*.json }
        $local = $job | Receive-Job -Wait
        "as from a job: $((Show $all) -eq (Show ($local | Compare-ContainerNetSnapshot -All)))"
        $other = $found | Where-Object PSComputerName -eq 198.51.100.10
        $codes = Test-ContainerNet -Snapshot $other -WarningAction Ignore | ForEach-Object Code
        "CN1001: $($codes -contains 'CN1001')"
        $there = Invoke-Command -HostName 198.51.100.10 -UserName root -KeyFilePath "$Folder/client" -Options $options {
            Import-Module {{Module}}
            Test-ContainerNet -WarningAction Ignore | ForEach-Object Code
        }
        "as on the host: $("$codes" -eq "$there")"
        """;
}
