using ContainerNet.Hosting;

namespace ContainerNet.Collection;

/// <summary>Writes a result to a file, whole or not at all.</summary>
public static class SnapshotFile
{
    /// <summary>Writes beside it, brings that to the disk and puts it in its place; a link is replaced, not followed.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TargetNotFound, SnapshotUnreadable.</exception>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="forAll">May every user read it? A snapshot is for its owner alone.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool forAll = false)
    {
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                    | (forAll ? UnixFileMode.GroupRead | UnixFileMode.OtherRead : UnixFileMode.None);
            }

            using (FileStream stream = new(temporary, options))
            {
                if (forAll && !OperatingSystem.IsWindows())
                {
                    // The umask of who runs this may have taken it away.
                    File.SetUnixFileMode(stream.SafeFileHandle, options.UnixCreateMode.GetValueOrDefault());
                }

                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new ContainerNetException(
                Problem.TargetNotFound, path, $"There is no folder for {path}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new ContainerNetException(
                error is UnauthorizedAccessException ? Problem.PermissionDenied : Problem.SnapshotUnreadable,
                path, $"{path} could not be written: {error.Message}", error);
        }
    }
}
