using System.Diagnostics;
using System.Text.Json.Nodes;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Sources.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Every shape of a compose file is moved or refused, and what comes of it is what the real docker-compose takes it for.</summary>
public sealed class HostNetworkShapeTests
{
    private const string RealCompose = "/var/cache/containernet-lab/compose-trixie/docker-compose";

    public static TheoryData<string> Readable => [.. ComposeShape.Names.Where(n => new ComposeShape(n).Captured["error"] is null)];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Shape_IsMovedOrRefused_AndTheRealComposeAgrees(string name)
    {
        ComposeShape shape = new(name);
        ComposeOptions options = shape.Options;
        HostNetworkPlan plan;
        try
        {
            plan = new HostNetworkConverter(new BareHost(), new YamlDotNetReader()).Plan(options.Files, options.EnvironmentFiles, options.Profiles, null);
        }
        catch (ContainerNetException error)
        {
            // The gateway's nginx.conf is not beside its shape.
            Assert.Contains("nginx.conf", error.Message, StringComparison.Ordinal);
            return;
        }

        Assert.All(plan.Obstacles, o => Assert.Contains("cannot be converted, because", o.Text, StringComparison.Ordinal));
        if (plan.Obstacles.Count > 0 || !File.Exists(RealCompose))
        {
            return;
        }

        JsonObject before = Config(shape.Folder, shape.Arguments);
        string copy = Directory.CreateTempSubdirectory("compose").FullName;
        try
        {
            Copy(shape.Folder, $"{copy}/{name}");
            foreach (ConvertedFile file in plan.Files)
            {
                File.WriteAllText($"{copy}/{name}/{Path.GetRelativePath(shape.Folder, file.Path)}", file.After);
            }

            JsonObject after = Config($"{copy}/{name}", shape.Arguments);
            foreach ((string service, JsonNode? settings) in (JsonObject)after["services"]!)
            {
                ComposeService was = shape.Read().Service(service)!;
                Assert.Equal(was.IsBridged ? "host" : was.NetworkMode, (string?)settings!["network_mode"]);
                Assert.True(!was.IsBridged || (settings["ports"] is null && settings["expose"] is null && settings["networks"] is null), settings.ToJsonString());
                Assert.Equal(Rest(before["services"]![service]!), Rest(settings));
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>What of a service has nothing to do with networks.</summary>
    private static string Rest(JsonNode service) => string.Join('\n', ((JsonObject)service)
        .Where(e => e.Key is not ("ports" or "expose" or "networks" or "network_mode" or "links" or "depends_on" or "volumes" or "build"))
        .OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {e.Value?.ToJsonString()}"));

    private static JsonObject Config(string folder, string[] arguments)
    {
        ProcessStartInfo start = new(RealCompose)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder,
        };
        foreach (string argument in (string[])[.. arguments, "config", "--format", "json"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "docker-compose does not end");
        Assert.True(process.ExitCode == 0, error.Result);
        return (JsonObject)JsonNode.Parse(output)!;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
