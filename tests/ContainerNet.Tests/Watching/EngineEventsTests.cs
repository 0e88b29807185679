using System.Text;

namespace ContainerNet.Watching;

public sealed class EngineEventsTests
{
    [Fact]
    public void CapturedEvents_TellWhatMatters_AndPassOverTheRest()
    {
        string[] told = [.. WatchFixture.Lines("docker-events.jsonl").Select(Parse).OfType<Sighting>().Select(s => s.Words)];
        Assert.Equal(
            [
                "docker: container web ended with status 143.",
                "docker: network bridge was left by container 884c7c8196a0.",
                "docker: network bridge was left by container 884c7c8196a0.",
            ],
            told);
    }

    [Fact]
    public void Time_IsTheEngines() => Assert.Equal(
        DateTimeOffset.UnixEpoch.AddTicks(1795838673040387835 / 100), Parse(WatchFixture.Lines("docker-events.jsonl").ElementAt(2))!.At);

    [Theory]
    [InlineData("{\"Type\":\"container\",\"Action\":\"exec_create: /bin/check --token=secret\",\"Actor\":{\"Attributes\":{\"name\":\"web\"}}}")]
    [InlineData("{\"Type\":\"volume\",\"Action\":\"create\"}")]
    [InlineData("{\"Type\":7,\"Actor\":[]}")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("")]
    public void WhatIsNoEventOfTheNetwork_IsPassedOver(string line) => Assert.Null(Parse(line));

    /// <summary>Podman says it in its own words.</summary>
    [Fact]
    public void PodmansWords_MeanTheSame() => Assert.Equal(
        "podman: container app ended with status 1.",
        EngineEvents.Parse(
            Encoding.UTF8.GetBytes("{\"Type\":\"container\",\"Action\":\"died\",\"Actor\":{\"Attributes\":{\"name\":\"app\",\"containerExitCode\":\"1\"}}}"),
            "podman", WatchFixture.Noon)!.Words);

    private static Sighting? Parse(string line) => EngineEvents.Parse(Encoding.UTF8.GetBytes(line), "docker", WatchFixture.Noon);
}
