using System.Globalization;
using ContainerNet.Probes;

namespace ContainerNet.Checks.Visits;

/// <summary>A headless Chromium, which reads a page as a person's browser would, in a namespace of a test.</summary>
internal static class Browser
{
    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"], File.Exists);

    /// <summary>What the page has become after some seconds of its own time, whatever name it stands under.</summary>
    public static string Read(TestNamespace place, string profile, Uri page)
    {
        (int code, string output, string error) = place.Execute(
            Program!, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            $"--user-data-dir={profile}", "--host-resolver-rules=MAP * 127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--virtual-time-budget={8000}"), "--dump-dom", page.ToString());
        Assert.True(code == 0, $"{Program} ended with {code}: {error}");
        return output;
    }
}
