using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>Writes the files of a project that was moved between networks. Each is written whole or not at all, with mode and owner of its
/// original; a container that runs goes on with the old file until it is made anew, as such a move needs anyway.</summary>
public sealed class ConvertedFiles(IHost host)
{
    private readonly LinuxChanges _changes = new(host);

    /// <summary>Writes them below a folder, and leaves the originals alone.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="root">The project's own; files outside of it keep their name only.</param>
    /// <exception cref="ContainerNetException">RepairConflict: an original is in the way. What writing throws.</exception>
    public void WriteBelow(IReadOnlyList<ConvertedFile> files, string folder, string root)
    {
        ArgumentNullException.ThrowIfNull(files);
        (string Target, ConvertedFile File)[] writes = [.. files.Select(f => (Path.Combine(folder, RelativeTo(root, f.Path)), f))];
        if (writes.FirstOrDefault(w => files.Any(f => f.Path == w.Target)).Target is { } original)
        {
            throw new ContainerNetException(Problem.RepairConflict, original, $"{original} is an original. -InPlace writes there, and keeps it.");
        }

        foreach ((string target, ConvertedFile file) in writes)
        {
            _changes.WriteLike(target, file.After, file.Path);
        }
    }

    /// <summary>Writes them where they are. All originals are kept before the first file is changed, so that there is a way back from a kill
    /// at any moment; from a file that cannot be written we go back ourselves.</summary>
    /// <exception cref="ContainerNetException">RepairConflict: an original is kept already. What writing throws.</exception>
    public void WriteInPlace(IReadOnlyList<ConvertedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Select(f => f.Original).FirstOrDefault(File.Exists) is { } earlier)
        {
            throw new ContainerNetException(
                Problem.RepairConflict, earlier, $"{earlier} is the original of an earlier conversion. Go back with -Undo first, or put it elsewhere.");
        }

        List<ConvertedFile> kept = [];
        List<ConvertedFile> written = [];
        try
        {
            foreach (ConvertedFile file in files)
            {
                _changes.WriteLike(file.Original, file.Before, file.Path);
                kept.Add(file);
            }

            foreach (ConvertedFile file in files)
            {
                _changes.WriteLike(file.Path, file.After, file.Path);
                written.Add(file);
            }
        }
        catch (ContainerNetException)
        {
            written.ForEach(f => _changes.WriteLike(f.Path, f.Before, f.Path));
            kept.ForEach(f => _changes.RemoveFile(f.Original));
            throw;
        }
    }

    /// <summary>Puts the originals back, and only then takes away what was kept.</summary>
    /// <exception cref="ContainerNetException">What writing throws.</exception>
    public void Restore(IReadOnlyList<ConvertedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (ConvertedFile file in files)
        {
            _changes.WriteLike(file.Path, file.After, file.Original);
        }

        foreach (ConvertedFile file in files)
        {
            _changes.RemoveFile(file.Original);
        }
    }

    private static string RelativeTo(string root, string file)
    {
        string relative = Path.GetRelativePath(root, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(file) : relative;
    }
}
