using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cli;

/// <summary>containernet diagnose.</summary>
internal static class DiagnoseCommand
{
    internal static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using LinuxHost host = new();
        CollectOptions wanted = new() { Engine = options.Engine, NameEveryListener = false };
        Snapshot facts = options.Snapshot is null
            ? await new SnapshotCollector(host, wanted).CollectAsync(cancellationToken)
            : SnapshotJson.Read(host, Path.GetFullPath(options.Snapshot));
        RefuseUnknown(options, facts);

        Diagnosis diagnosis = Diagnoser.Run(facts, new CheckFilter
        {
            Containers = options.Containers,
            Ports = options.Ports,
            Engines = options.Engine is null ? [] : [options.Engine],
        });
        if (!options.All)
        {
            diagnosis = diagnosis with
            {
                Findings = [.. diagnosis.Findings.Where(f => f.Role != FindingRole.Consequence)],
            };
        }

        if (options.Json)
        {
            using Stream output = Console.OpenStandardOutput();
            await output.WriteAsync(DiagnosisJson.Write(diagnosis), cancellationToken);
            output.WriteByte((byte)'\n');
        }
        else
        {
            await Console.Out.WriteAsync(Report.Of(diagnosis, facts, Palette.ForTerminal()));
        }

        return Status(diagnosis);
    }

    /// <summary>A fault that was found stands, whatever else could not be read; nothing found counts only where we looked.</summary>
    private static int Status(Diagnosis diagnosis)
    {
        if (diagnosis.Findings.Any(f => f.Severity > Severity.Info))
        {
            return ExitStatus.Faults;
        }

        return diagnosis.Gaps.Any(g => !g.Partial) ? ExitStatus.CouldNotLook : ExitStatus.Healthy;
    }

    /// <summary>A misspelt name would find nothing wrong.</summary>
    private static void RefuseUnknown(Options options, Snapshot facts)
    {
        if (!facts.Has(FactKinds.Engines))
        {
            return;
        }

        foreach (string name in options.Containers)
        {
            if (!facts.Containers.Any(c => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, c.Name)))
            {
                throw new ContainerNetException(Problem.TargetNotFound, name, $"No container is called {name}.");
            }
        }

        foreach (int port in options.Ports)
        {
            if (!facts.Containers.SelectMany(c => c.PortBindings.Concat(c.ActivePorts))
                .Any(b => b.HostPort == port || b.ContainerPort == port))
            {
                throw new ContainerNetException(
                    Problem.TargetNotFound, $"{port}", $"No container publishes port {port}.");
            }
        }
    }
}
