using System.Diagnostics;
using System.Text.Json.Nodes;
using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>A folder of tests/Fixtures/compose: what our reader says of it, and what the real one does.</summary>
internal sealed record ComposeShape(string Name)
{
    private static readonly string s_root = Repository.Path("tests", "Fixtures", "compose");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(s_root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public string Folder => Path.Combine(s_root, Name);

    public string[] Arguments => File.Exists(Path.Combine(Folder, "arguments"))
        ? File.ReadAllText(Path.Combine(Folder, "arguments")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];

    public JsonNode Captured => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "published.json")))!;

    /// <summary>Our reader's project.</summary>
    public ComposeProject Read() => ComposeReader.Read(new BareHost(), new YamlDotNetReader(), Options);

    /// <summary>What docker-compose was called with, for our reader.</summary>
    public ComposeOptions Options => OptionsOf();

    private ComposeOptions OptionsOf()
    {
        string[] arguments = Arguments;
        string[] Of(params string[] names) => [.. arguments.Zip(arguments.Skip(1)).Where(p => names.Contains(p.First)).Select(p => p.Second)];
        string[] files = Of("-f");
        return new ComposeOptions
        {
            Files = [.. (files.Length > 0 ? files : ["compose.yaml"]).Select(f => Path.Combine(Folder, f))],
            EnvironmentFiles = [.. Of("--env-file").Select(f => Path.Combine(Folder, f))],
            Profiles = Of("--profile"),
            ProjectName = Of("-p").FirstOrDefault(),
        };
    }

    /// <summary>The same as capture.py keeps of the real one.</summary>
    public JsonNode Ours()
    {
        ComposeProject project;
        try
        {
            project = Read();
        }
        catch (ContainerNetException error)
        {
            return new JsonObject { ["error"] = error.Message };
        }

        if (project.UnknownKeys.Count > 0)
        {
            return new JsonObject { ["error"] = $"unknown key at {project.UnknownKeys[0].Start}" };
        }

        return new JsonObject
        {
            ["name"] = project.Name,
            ["networks"] = Sorted(project.Networks.Select(n => (n.Key, (JsonNode)new JsonArray(n.Name, n.External)))),
            ["services"] = Sorted(project.Services.Select(s => (s.Name, (JsonNode)new JsonObject
            {
                ["expose"] = new JsonArray([.. s.Expose.Select(e => (JsonNode)(e.Integer?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? e.Value))]),
                ["networkMode"] = s.NetworkMode,
                ["networks"] = Sorted(s.Networks.Select(n => (n.Network, (JsonNode)new JsonArray([.. n.Aliases.Order(StringComparer.Ordinal).Select(a => (JsonNode)a)])))),
                ["ports"] = new JsonArray([.. s.Ports.Select(p => (JsonNode)new JsonArray(p.HostAddress?.ToString() ?? "", p.Published, p.Port, p.Protocol))]),
            }))),
        };
    }

    /// <summary>What a real docker-compose says now.</summary>
    public JsonNode Real(string program)
    {
        ProcessStartInfo start = new("python3")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            ArgumentList = { Path.Combine(s_root, "capture.py"), "--print", program, Name },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "docker-compose does not end");
        Assert.True(process.ExitCode == 0, error.Result);
        return JsonNode.Parse(output)!;
    }

    /// <summary>The same answer; of errors only that there is one, for the words differ.</summary>
    public static void AssertSame(JsonNode expected, JsonNode actual)
    {
        if (expected["error"] is { } error)
        {
            Assert.True(actual["error"] is not null, $"compose refuses it ({error}), and we read {actual}");
            return;
        }

        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
    }

    private static JsonObject Sorted(IEnumerable<(string Key, JsonNode Value)> entries) =>
        new(entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value)));
}
