using ContainerNet.Hosting;

namespace ContainerNet.Cmdlets;

/// <summary>
/// Finds the program that a schedule's service runs. There is no way round it over PowerShell: that would start in a second
/// instead of a blink, need a compiler at run time, and be a second storm guard and a second set of messages.
/// </summary>
internal static class ScheduledProgram
{
    private const string FileName = "containernet";
    private const int OthersMayWrite = 0x12; // 022

    /// <summary>The program that was named, or the one beside the module, or an installed one.</summary>
    /// <exception cref="ContainerNetException">There is none, or others than root could exchange it.</exception>
    public static async Task<string> FindAsync(
        IHost host, string? named, string moduleFolder, CancellationToken cancellationToken)
    {
        string[] places = named is not null
            ? [named]
            :
            [
                Path.Combine(moduleFolder, "bin", FileName),
                Path.GetFullPath(Path.Combine(moduleFolder, "..", "cli", FileName)),
                $"/usr/local/sbin/{FileName}", $"/usr/local/bin/{FileName}", $"/usr/sbin/{FileName}", $"/usr/bin/{FileName}",
            ];
        string program = places.FirstOrDefault(File.Exists) ?? throw new ContainerNetException(
            Problem.ToolMissing, FileName,
            $"The program {FileName}, which the service runs, is not at {string.Join(", ", places)}. Put it there, or name it with -Program.");
        await RequireRootsAsync(host, program, cancellationToken);
        return program;
    }

    /// <summary>Whoever may write to the program, or to a folder above it, would be root at the next run.</summary>
    private static async Task RequireRootsAsync(IHost host, string program, CancellationToken cancellationToken)
    {
        List<string> parts = [];
        for (string? part = program; part is not null; part = Path.GetDirectoryName(part))
        {
            parts.Add(part);
        }

        CommandResult result = await host.RunAsync(
            new CommandLine { Arguments = ["stat", "--dereference", "--format=%u %a %n", "--", .. parts] }, cancellationToken);
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', 3);
            int mode = Convert.ToInt32(words[1], 8);

            // Others may add files to a sticky folder and exchange none of root's.
            bool sticky = (mode & 0x200) != 0;
            if (words[0] != "0" || ((mode & OthersMayWrite) != 0 && !sticky))
            {
                throw new ContainerNetException(
                    Problem.RepairUnsupported, program,
                    $"{words[2]} can be changed by others than root (mode {words[1]}, owner {words[0]}), and a service of root's "
                    + "would run what they put there. Install the program in /usr/local/sbin.");
            }
        }
    }
}
