using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Collection;

/// <summary>The originals that are kept beside files which were written in their places.</summary>
internal static class KeptOriginals
{
    /// <summary>The host as it was before: each file that has an original is that.</summary>
    public static HostView View(IHost host, Func<string, string> originalOf) =>
        new(host, p => host.ReadFile(originalOf(p)) is { IsRead: true } kept ? kept : null);

    /// <summary>The files with their originals as what comes.</summary>
    /// <param name="host">The host.</param>
    /// <param name="planned">The same plan, made anew from the originals: what is not as it says was changed since.</param>
    /// <param name="done">What was done with them.</param>
    /// <exception cref="ContainerNetException">RepairConflict: a file was changed since.</exception>
    public static IReadOnlyList<ConvertedFile> Back(IHost host, IReadOnlyList<ConvertedFile> planned, string done)
    {
        List<ConvertedFile> back = [];
        foreach (ConvertedFile file in planned.Where(f => host.ReadFile(f.Original).IsRead))
        {
            string now = YamlText.Read(host, file.Path);
            if (now != file.After && now != file.Before)
            {
                throw new ContainerNetException(
                    Problem.RepairConflict, file.Path, $"{file.Path} was changed after it was {done}. Its original is {file.Original}: bring the changes over by hand.");
            }

            back.Add(file with { Before = now, After = file.Before });
        }

        return back;
    }
}
