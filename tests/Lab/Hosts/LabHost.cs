using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerNet.Lab.Hosts;

/// <summary>
/// A real Debian host that runs for as long as this object, or the process that made it, lives.
/// </summary>
public sealed partial class LabHost : IAsyncDisposable
{
    private const string HostPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_faultLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromSeconds(30);
    private static int s_count;

    private readonly Process _serve;
    private readonly StringBuilder _serveErrors;
    private int _init;

    private LabHost(string name, Suite suite, Process serve, StringBuilder serveErrors)
    {
        Name = name;
        Suite = suite;
        _serve = serve;
        _serveErrors = serveErrors;
    }

    /// <summary>Address of the host, on its only cable.</summary>
    public static string Address => "192.0.2.1";

    /// <summary>Address of the other machine.</summary>
    public static string ClientAddress => "192.0.2.2";

    /// <summary>An address that the other machine has only while a test gives it one: a packet from elsewhere.</summary>
    public static string OtherClientAddress => "203.0.113.77";

    /// <summary>The name that lab.sh knows it by.</summary>
    public string Name { get; }

    /// <summary>Which Debian it is.</summary>
    public Suite Suite { get; }

    /// <summary>Process 1 of the host, as this machine numbers it.</summary>
    public int InitPid => _init;

    private string ClientNamespace { get; set; } = "";

    /// <summary>Boots a host; the first one of a suite on a machine takes minutes, because its image is built.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="firewalld">Whether firewalld is enabled from the first boot on.</param>
    /// <param name="folders">Folders of this machine that it sees, each as FROM:TO.</param>
    public static async Task<LabHost> StartAsync(Suite suite, bool firewalld = false, IReadOnlyList<string>? folders = null)
    {
        string debian = suite.ToString().ToLowerInvariant();
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{debian}-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        ProcessStartInfo start = new(LabRequirements.Script)
        {
            // lab.sh ends the host at the end of this stream, which comes even when this process is killed.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        IEnumerable<string> binds = (folders ?? []).SelectMany(f => new[] { "--bind-ro", f });
        foreach (string argument in (string[])["serve", debian, name, .. firewalld ? ["--firewalld"] : Array.Empty<string>(), .. binds])
        {
            start.ArgumentList.Add(argument);
        }

        Process serve = Process.Start(start) ?? throw new InvalidOperationException("cannot start lab.sh");
        StringBuilder errors = new();
        serve.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        serve.BeginErrorReadLine();
        LabHost host = new(name, suite, serve, errors);
        try
        {
            string? ready = await serve.StandardOutput.ReadLineAsync().WaitAsync(s_bootLimit);
            host.TakeReady(ready);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command on the host.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    public Task<CommandOutcome> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(s_commandLimit, arguments);

    /// <summary>Runs a command on the host with a time limit of its own.</summary>
    /// <param name="limit">After this it is ended, and the test fails with what it had said.</param>
    /// <param name="arguments">The program and its arguments.</param>
    public Task<CommandOutcome> RunAsync(TimeSpan limit, params IReadOnlyList<string> arguments) =>
        Command.RunAsync(Entering(arguments), limit, $"{Name}: {string.Join(' ', arguments)}");

    /// <summary>Runs a command on the host and gives its calls to the kernel, one a line, as strace writes them.</summary>
    /// <param name="calls">Names of system calls.</param>
    /// <param name="arguments">The program and its arguments.</param>
    public async Task<IReadOnlyList<string>> TraceAsync(IReadOnlyList<string> calls, params IReadOnlyList<string> arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            string[] strace = ["strace", "-f", "-y", "-qq", "-s", "200", "-o", file, "-e", $"trace={string.Join(',', calls)}"];
            (await Command.RunAsync([.. strace, .. Entering(arguments)], s_commandLimit)).EnsureSuccess();
            return await File.ReadAllLinesAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts a program on the host that is listened to while it runs.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    public LabProgram Start(params IReadOnlyList<string> arguments)
    {
        string[] entering = Entering(arguments);
        ProcessStartInfo start = new(entering[0], entering[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string shown = $"{Name}: {string.Join(' ', arguments)}";
        return new LabProgram(Process.Start(start) ?? throw new InvalidOperationException($"cannot start {shown}"), shown);
    }

    /// <summary>Runs a command on the other machine; its programs are those of the machine that carries the lab.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    public Task<CommandOutcome> ClientAsync(params IReadOnlyList<string> arguments) => Command.RunAsync(
        ["nsenter", $"--net=/run/netns/{ClientNamespace}", "--", .. arguments],
        s_commandLimit,
        $"client of {Name}: {string.Join(' ', arguments)}");

    /// <summary>Runs a script text in a new PowerShell on the host, without a profile.</summary>
    /// <param name="script">What a user would type.</param>
    public Task<CommandOutcome> PwshAsync(string script) => RunAsync(
        TimeSpan.FromMinutes(2), "pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script);

    /// <summary>Breaks the host in one of the ways of tests/Lab/faults, or makes the healthy start that all of them need.</summary>
    /// <param name="fault">File name without .sh.</param>
    public async Task InjectAsync(string fault) => Retake(await LabAsync("inject", Name, fault));

    /// <summary>Takes a fault back.</summary>
    /// <param name="fault">File name without .sh.</param>
    public async Task UndoAsync(string fault) => Retake(await LabAsync("undo", Name, fault));

    /// <summary>Reboots; files and containers stay.</summary>
    public async Task RebootAsync() => Retake(await LabAsync("reboot", Name));

    /// <summary>The status that the other machine gets from a published port, or 0 when it gets none in two seconds.</summary>
    /// <param name="port">The host port.</param>
    public async Task<int> ClientHttpStatusAsync(int port)
    {
        CommandOutcome reply = await ClientAsync(
            "curl", "-s", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}",
            string.Create(CultureInfo.InvariantCulture, $"http://{Address}:{port}/"));
        return int.Parse(reply.Output, CultureInfo.InvariantCulture);
    }

    /// <summary>Opens a connection from the other machine, and keeps it open.</summary>
    /// <param name="port">The host port.</param>
    public LabConnection Connect(int port)
    {
        ProcessStartInfo start = new("nsenter")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])[
            $"--net=/run/netns/{ClientNamespace}", "--", "busybox", "nc", Address,
            port.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        return new LabConnection(Process.Start(start) ?? throw new InvalidOperationException("cannot start nc"));
    }

    /// <summary>Ends the host and everything that it made.</summary>
    public async ValueTask DisposeAsync()
    {
        using Process serve = _serve;
        serve.StandardInput.Close();
        try
        {
            await serve.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            // The host dies with it; what is left is a folder that the next start of that name sweeps.
            serve.Kill();
        }
    }

    [GeneratedRegex(@"^ready PID=(?<pid>\d+) CLIENT=(?<client>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine { get; }

    private static async Task<CommandOutcome> LabAsync(params IReadOnlyList<string> arguments) =>
        (await Command.RunAsync([LabRequirements.Script, .. arguments], s_faultLimit)).EnsureSuccess();

    // A signal that is ignored where the tests were started (nohup, a job in the background) stays so in every child.
    private string[] Entering(IReadOnlyList<string> arguments) =>
    [
        "nsenter", "-t", _init.ToString(CultureInfo.InvariantCulture), "-m", "-p", "-n", "-u", "-i", "--",
        "/usr/bin/env", "--default-signal", "-i", $"PATH={HostPath}", "HOME=/root", "USER=root", "LANG=C.UTF-8", "TERM=dumb",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "POWERSHELL_TELEMETRY_OPTOUT=1", "POWERSHELL_UPDATECHECK=Off",
        .. arguments,
    ];

    // A fault may reboot the host, and then it has another process 1.
    private void Retake(CommandOutcome lab)
    {
        if (ReadyLine.IsMatch(lab.Output))
        {
            TakeReady(lab.Output);
        }
    }

    private void TakeReady(string? text)
    {
        Match ready = ReadyLine.Match(text ?? "");
        if (!ready.Success)
        {
            lock (_serveErrors)
            {
                throw new InvalidOperationException($"host {Name} is not ready: {text}{Environment.NewLine}{_serveErrors}");
            }
        }

        _init = int.Parse(ready.Groups["pid"].Value, CultureInfo.InvariantCulture);
        ClientNamespace = ready.Groups["client"].Value;
    }
}
