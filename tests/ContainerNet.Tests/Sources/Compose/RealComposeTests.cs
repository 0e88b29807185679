namespace ContainerNet.Sources.Compose;

/// <summary>The real docker-compose, two versions of it, is asked anew for every shape.</summary>
public sealed class RealComposeTests
{
    private const string Cache = "/var/cache/containernet-lab";

    [ComposeTheory]
    [InlineData("trixie")]
    [InlineData("forky")]
    public void EveryShape_IsReadAsTheRealComposeReadsIt(string suite)
    {
        string program = $"{Cache}/compose-{suite}/docker-compose";
        List<string> different = [];
        foreach (string name in ComposeShape.Names)
        {
            ComposeShape shape = new(name);
            try
            {
                ComposeShape.AssertSame(shape.Real(program), shape.Ours());
            }
            catch (Xunit.Sdk.XunitException error)
            {
                different.Add($"{name}: {error.Message}");
            }
        }

        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    /// <summary>A test that needs the real ones; says why it is skipped.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ComposeTheoryAttribute : TheoryAttribute
    {
        public ComposeTheoryAttribute()
        {
            if (!File.Exists($"{Cache}/compose-trixie/docker-compose") || !File.Exists($"{Cache}/compose-forky/docker-compose") || !File.Exists("/usr/bin/python3"))
            {
                Skip = "needs docker-compose and python3: tests/compose.sh unpacks the former";
            }
        }
    }
}
