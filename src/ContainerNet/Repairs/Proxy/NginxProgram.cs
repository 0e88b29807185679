using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.Proxy;

/// <summary>
/// How the program of a running nginx is called: on the host by itself, in a container by its engine. Never by entering the container from
/// here, for its program would have root's rights over the host.
/// </summary>
internal sealed class NginxProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly string[] _command;

    private NginxProgram(params string[] command) => _command = command;

    /// <summary>Null where nobody is known who could call it.</summary>
    public static NginxProgram? Of(Snapshot facts, RunningProxy proxy)
    {
        string[] nginx = ["nginx", "-c", proxy.Configuration.ConfigurationFile];
        if (proxy.Container is null)
        {
            return proxy.InHostNetwork ? new NginxProgram(nginx) : null;
        }

        // A rootless user's engine may tell any name, and one like an option would be taken for one.
        ContainerEngine? engine = facts.Engines.FirstOrDefault(e => e.Name == proxy.Engine);
        return engine is null || !char.IsAsciiLetterOrDigit(proxy.Container[0]) ? null : new NginxProgram([.. Client(engine), "exec", proxy.Container, .. nginx]);
    }

    /// <summary>A step that calls it.</summary>
    public CommandStep Step(string description, string[] arguments, string[] inverse) => new()
    {
        Description = description,
        Command = CommandLine.Of([.. _command, .. arguments]) with { Limit = s_limit },
        Inverse = CommandLine.Of([.. _command, .. inverse]) with { Limit = s_limit },
    };

    /// <summary>A user's engine is asked over its socket, as it was when it was read.</summary>
    private static string[] Client(ContainerEngine engine) => (engine.Kind, engine.Rootless) switch
    {
        (EngineKind.Podman, false) => ["podman"],
        (EngineKind.Podman, true) => ["podman", "--url", $"unix://{engine.Socket}"],
        _ => ["docker", "--host", $"unix://{engine.Socket}"],
    };
}
