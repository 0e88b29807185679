namespace ContainerNet.Model;

/// <summary>A port that an image or a container says clients are meant for (EXPOSE, --expose), published or not.</summary>
/// <param name="Port">The port inside.</param>
/// <param name="Protocol">The transport.</param>
public sealed record ExposedPort(int Port, Protocol Protocol);
