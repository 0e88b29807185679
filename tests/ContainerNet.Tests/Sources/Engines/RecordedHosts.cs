using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Engines;

/// <summary>The hosts in tests/Fixtures/engines.</summary>
internal static class RecordedHosts
{
    internal static RecordedHost Load(string name)
    {
        string path = Repository.Path("tests", "Fixtures", "engines", $"{name}.json");
        return RecordedHost.FromJson(File.ReadAllBytes(path), path);
    }

    /// <summary>The same host, looked at when its clock says something else.</summary>
    internal static RecordedHost LoadAt(string name, string now)
    {
        string path = Repository.Path("tests", "Fixtures", "engines", $"{name}.json");
        JsonNode recording = JsonNode.Parse(File.ReadAllBytes(path))!;
        recording["Now"] = now;
        return RecordedHost.FromJson(JsonSerializer.SerializeToUtf8Bytes(recording), path);
    }
}
