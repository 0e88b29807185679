using System.Text.Unicode;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>The texts of the files that services are made of, for who plans an edit.</summary>
internal static class UnitTexts
{
    private const int LargestEdit = 256 * 1024;

    /// <summary>Reads one that is small and valid UTF-8. A user's manager may tell any path: what is not
    /// really a file below that user's home is not read.</summary>
    public static ConfigurationText? Read(IHost host, ContainerUnit unit, string? home)
    {
        RootedFiles files = new(host, "");
        if (unit.SourceFile is null || files.Real(unit.SourceFile) is not { } file
            || (unit.User is not null && (home is null || files.Real(home) is not { Length: > 0 } folder || !file.StartsWith(folder + "/", StringComparison.Ordinal))))
        {
            return null;
        }

        return host.ReadFile(file) is { IsRead: true, Content.Length: <= LargestEdit } reading && Utf8.IsValid(reading.Content)
            ? new ConfigurationText(file, reading.Text) : null;
    }
}
