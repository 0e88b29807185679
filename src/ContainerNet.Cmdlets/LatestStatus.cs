namespace ContainerNet.Cmdlets;

/// <summary>What work on other threads is at. Only the pipeline's thread may write progress, so it asks for the latest.</summary>
internal sealed class LatestStatus(string text) : IProgress<string>
{
    private volatile string _text = text;

    /// <summary>What was reported last.</summary>
    public string Text => _text;

    /// <inheritdoc/>
    public void Report(string value) => _text = value;
}
