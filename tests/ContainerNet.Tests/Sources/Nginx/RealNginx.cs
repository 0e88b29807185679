using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ContainerNet.Probes;

namespace ContainerNet.Sources.Nginx;

/// <summary>A real nginx to hold our own answers against. None is installed for it, so that no machine gets a web server: one is
/// unpacked into a folder (tests/nginx.sh), and the images of the lab have one each, which runs with its own libraries.</summary>
internal sealed partial class RealNginx
{
    private const string Cache = "/var/cache/containernet-lab";

    private readonly string[] _command;

    private RealNginx(string modules, params string[] command)
    {
        _command = command;
        Modules = modules;
        Version = Version.Parse(VersionText().Match(Run("-v").Error).Groups[1].Value);
    }

    public static IReadOnlyList<RealNginx> All { get; } = [.. Find()];

    public Version Version { get; }

    /// <summary>The words that start it.</summary>
    public IReadOnlyList<string> Command => _command;

    /// <summary>The folder of its modules.</summary>
    public string Modules { get; }

    /// <summary>Keeps nginx from the places that it would write to by default.</summary>
    public static string OwnPlaces(string folder) => "access_log off;\n" + string.Join('\n',
        ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(n => $"{n}_temp_path {folder}/{n};"));

    public override string ToString() => $"nginx {Version}";

    /// <summary>Runs it to its end.</summary>
    public (int Status, string Error) Run(params string[] arguments)
    {
        using Process process = Start(null, arguments);
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(20_000), "nginx does not end");
        return (process.ExitCode, error);
    }

    /// <summary>Starts it with a configuration, as one process that is ours.</summary>
    public Running Serve(string folder, string configuration, params string[] sockets) => Serve(folder, configuration, place: null, sockets);

    /// <summary>The same in a network namespace.</summary>
    public Running Serve(string folder, string configuration, TestNamespace? place, params string[] sockets)
    {
        File.WriteAllText($"{folder}/nginx.conf", configuration);
        Process process = Start(place, ["-p", folder, "-c", $"{folder}/nginx.conf", "-e", $"{folder}/error.log", "-g", "daemon off; master_process off;"]);
        Running running = new(process);
        Stopwatch waited = Stopwatch.StartNew();
        while (!sockets.All(IsListening))
        {
            if (process.HasExited || waited.Elapsed > TimeSpan.FromSeconds(20))
            {
                running.Dispose();
                Assert.Fail($"{this} does not start: {File.ReadAllText($"{folder}/error.log")}\n{configuration}");
            }

            process.WaitForExit(2);
        }

        return running;
    }

    private static bool IsListening(string socket)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Process Start(TestNamespace? place, string[] arguments)
    {
        // nsenter becomes the program, so that ending it ends the program.
        string[] command = [.. place is null ? Array.Empty<string>() : ["nsenter", "--target", $"{place.ProcessId}", "--net", "--"], .. _command];
        ProcessStartInfo start = new(command[0], [.. command[1..], .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static IEnumerable<RealNginx> Find()
    {
        foreach (string root in (string[])["", $"{Cache}/nginx"])
        {
            if (File.Exists($"{root}/usr/sbin/nginx"))
            {
                yield return new RealNginx($"{root}/usr/lib/nginx/modules", $"{root}/usr/sbin/nginx");
                break;
            }
        }

        foreach (string suite in (string[])["bookworm", "trixie", "forky"])
        {
            string root = $"{Cache}/{suite}/root";
            string[] libraries = Directory.Exists($"{root}/usr/lib") ? Directory.GetDirectories($"{root}/usr/lib", "*-linux-gnu") : [];
            string? loader = libraries.SelectMany(l => Directory.GetFiles(l, "ld-linux-*.so.?")).FirstOrDefault();
            if (loader is not null && File.Exists($"{root}/usr/sbin/nginx") && Environment.IsPrivilegedProcess)
            {
                yield return new RealNginx(
                    $"{root}/usr/lib/nginx/modules", loader, "--library-path", string.Join(':', libraries), $"{root}/usr/sbin/nginx");
            }
        }
    }

    [GeneratedRegex(@"nginx/([\d.]+)")]
    private static partial Regex VersionText();

    /// <summary>A process that ends with the test.</summary>
    internal sealed class Running(Process process) : IDisposable
    {
        public bool HasEnded => process.HasExited;

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
