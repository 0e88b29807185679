namespace ContainerNet.Sources;

/// <summary>Files of a made-up host under a temporary folder.</summary>
internal sealed class FileTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("containernet-tree-");

    public RootedHost Host => new(_folder.FullName);

    public FileTree With(string path, string content) => With(path, System.Text.Encoding.UTF8.GetBytes(content));

    public FileTree With(string path, byte[] content)
    {
        File.WriteAllBytes(Make(path), content);
        return this;
    }

    public FileTree WithLink(string path, string target)
    {
        File.CreateSymbolicLink(Make(path), target);
        return this;
    }

    public FileTree WithFolder(string path)
    {
        Directory.CreateDirectory(Make(path));
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Make(string path)
    {
        string full = _folder.FullName + path;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
