namespace ContainerNet.Paths;

/// <summary>A hop in the words of a picture: what a line of it says.</summary>
/// <param name="Hop">The hop.</param>
/// <param name="Step">What it met, in one word: "in", "forward", "routing", "delivered".</param>
/// <param name="Where">Which one: an interface, "filter DOCKER-USER 1", "host0 -> docker0".</param>
/// <param name="Action">What that did; empty where the step says it.</param>
/// <param name="Packet">The packet's addresses where they are new: both, "to 172.17.0.2:80", or "from 192.0.2.1:8080".</param>
/// <param name="Text">The rule, or what is to be said besides.</param>
/// <param name="Mark">Whether it stands out.</param>
public sealed record PathRow(Hop Hop, string Step, string Where, string Action, string Packet, string Text, PathMark Mark);
