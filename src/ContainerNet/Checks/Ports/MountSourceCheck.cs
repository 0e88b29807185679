using System.Text.RegularExpressions;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// A file or folder of the host that a container is to see is not there: Podman does not start the container, and Docker makes an empty
/// folder where the application expects a file.
/// </summary>
internal sealed partial class MountSourceCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN5011", "What is mounted is missing, or cannot be read", Severity.Error, "{0} is to see {1} at {2}, and {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        HashSet<(string Engine, string Container, string Source)> seen = [];
        foreach (Container container in facts.Containers)
        {
            foreach (ContainerMount mount in container.Mounts ?? [])
            {
                if (About(facts, container, mount) is { } finding && seen.Add((container.Engine, container.Name, mount.Source)))
                {
                    yield return finding;
                }
            }
        }

        // Podman leaves no container behind when a mount fails: the unit's command says what it was to be.
        foreach (ContainerUnit unit in (facts.ContainerUnits ?? []).Where(IsFailing))
        {
            string name = unit.ContainerName ?? unit.Name;
            ContainerEngine? engine = facts.Engines.FirstOrDefault(e => e.User == unit.User
                && (e.Kind == EngineKind.Podman) == unit.Command[0].EndsWith("podman", StringComparison.Ordinal));
            foreach (ContainerMount mount in (unit.Mounts ?? []).Where(m => m.Found == MountSource.Absent))
            {
                if (engine is { Kind: EngineKind.Podman } && seen.Add((engine.Name, name, mount.Source)))
                {
                    yield return Found(facts, engine.Name, name, mount, unit);
                }
            }
        }
    }

    /// <summary>The edit that mends such a finding, where a service makes the container and the file is close by.</summary>
    internal static UnitEdit? EditOf(Finding finding, Snapshot facts)
    {
        string? user = facts.EngineOf(finding.Engine ?? "")?.User;
        Container? container = facts.Containers.FirstOrDefault(c => c.Engine == finding.Engine && c.Name == finding.Container);
        ContainerUnit? unit = container is null
            ? facts.ContainerUnits?.FirstOrDefault(u => u.User == user && (u.ContainerName ?? u.Name) == finding.Container)
            : facts.UnitOf(container);
        return (container?.Mounts ?? unit?.Mounts ?? []).Where(m => SubjectOf(finding.Container ?? "", m) == finding.Subject)
            .Select(m => UnitEdits.Mount(unit, m)).FirstOrDefault(e => e is not null);
    }

    private static string SubjectOf(string container, ContainerMount mount) => $"mount {mount.Destination} of {container}";

    private static bool IsFailing(ContainerUnit unit) => !unit.IsActive && (unit.Result is not ("success" or "") || unit.SubState == "auto-restart");

    private static Finding? About(Snapshot facts, Container container, ContainerMount mount)
    {
        bool isTold = container.Error?.Contains(mount.Source, StringComparison.Ordinal) == true;
        ContainerUnit? unit = facts.UnitOf(container);
        switch (mount.Found)
        {
            case MountSource.Absent when container.IsRunning:
                return Found(facts, container.Engine, container.Name, mount, unit) with
                {
                    Severity = Severity.Warning,
                    Role = FindingRole.Latent,
                    Message = $"{container.Name} sees {mount.Source} at {mount.Destination}, which was removed since: at its next start it is not there.",
                    Evidence = Evidence(container, mount),
                };

            // Docker makes the folder when it starts a container made with --volume, and refuses one made with --mount.
            case MountSource.Absent when isTold
                || (facts.EngineOf(container.Engine)?.Kind == EngineKind.Podman && (container.PortBindings.Count > 0 || (unit is not null && IsFailing(unit)))):
                return Found(facts, container.Engine, container.Name, mount, unit) with { Evidence = Evidence(container, mount) };

            case MountSource.EmptyFolder when FileName().IsMatch(mount.Destination):
                return Found(facts, container.Engine, container.Name, mount, unit, "there is an empty folder, where its name says a file") with
                {
                    Severity = container.IsRunning ? Severity.Warning : isTold ? Severity.Error : Severity.Warning,
                    Evidence = Evidence(container, mount),
                };

            case not null when container.IsRunning && mount.Denied is { } denied:
                return Found(facts, container.Engine, container.Name, mount, unit, "its user may not read that") with
                {
                    Severity = Severity.Warning,
                    Evidence = [.. Evidence(container, mount), Questions.Read($"/proc/{container.ProcessId}/status", $"{mount.Source} is {denied}")],
                    Remedy = $"Let the user of {container.Name} read it: chmod a+r {mount.Source} where it is no secret, or chown it to that user.",
                };

            default:
                return null;
        }
    }

    private static Finding Found(
        Snapshot facts, string engine, string container, ContainerMount mount, ContainerUnit? unit, string what = "that is not there")
    {
        Finding finding = Missing.About(SubjectOf(container, mount), container, mount.Source, mount.Destination, what);
        UnitEdit? edit = UnitEdits.Mount(unit, mount);
        string remedy = Remedy(facts, engine, container, mount, unit);
        return finding with
        {
            Engine = engine,
            Container = container,
            Evidence =
            [
                .. unit is null ? Array.Empty<Evidence>() :
                [
                    Questions.Read(
                        $"systemctl {(unit.User is null ? "" : "--user ")}show {unit.Name}{(unit.User is null ? "" : $" of {unit.User}")}",
                        $"{unit.ActiveState} ({unit.SubState}), {unit.Result}; mounts {mount.Source} at {mount.Destination}"),
                ],
                Questions.Read(mount.Source, Words(mount)),
            ],
            Remedy = edit?.Remedy(remedy) ?? remedy,
            Repairable = edit is { IsPossible: true },
        };
    }

    private static IReadOnlyList<Evidence> Evidence(Container container, ContainerMount mount) =>
    [
        Questions.Read($"{container.Engine} container {container.Name}, Mounts", $"{mount.Source} at {mount.Destination}{(mount.ReadOnly ? ", read only" : "")}"),
        Questions.Read(mount.Source, Words(mount)),
        .. string.IsNullOrEmpty(container.Error) ? Array.Empty<Evidence>()
            : [Questions.Read($"{container.Engine} container {container.Name}, State.Error", container.Error)],
    ];

    private static string Words(ContainerMount mount) => mount.Found switch
    {
        MountSource.Absent when mount.Elsewhere is { Count: > 0 } places => $"not there; a file of that name is {Questions.Names(places)}",
        MountSource.Absent => "not there",
        MountSource.EmptyFolder => "an empty folder",
        MountSource.Folder => "a folder",
        _ => "a file",
    };

    private static string Remedy(Snapshot facts, string engine, string container, ContainerMount mount, ContainerUnit? unit)
    {
        string start = unit is null ? facts.Client(engine, $"start {container}")
            : $"systemctl {(unit.User is null ? "" : "--user ")}restart {unit.Name}{(unit.User is null ? "" : $"   # as {unit.User}")}";
        return mount.Found == MountSource.EmptyFolder
            ? $"rmdir {mount.Source}, put the file there that {container} needs, and make the container again: a folder that is mounted does not become a file."
            : $"Put {mount.Source} back, or name the right path in the mount; then\n{start}";
    }

    // Endings that nobody gives a folder. That a folder is empty is no fault: data begins so.
    [GeneratedRegex(@"/[^/]+\.(?:ya?ml|json|toml|ini|conf|cfg|cnf|env|xml|properties|pem|crt|cer|key|sql|sh|py|js|lua|php|html?|txt|htpasswd)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();
}
