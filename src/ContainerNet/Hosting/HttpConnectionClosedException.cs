namespace ContainerNet.Hosting;

/// <summary>The other side ended the connection before it sent a byte of its reply.</summary>
internal sealed class HttpConnectionClosedException() : IOException("the connection was closed without a reply.");
