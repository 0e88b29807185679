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
}
