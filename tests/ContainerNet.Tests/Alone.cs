namespace ContainerNet;

/// <summary>Tests that wait for the kernel to answer within its own time, or for another process to end: they run after the others,
/// one at a time, because a machine whose processors are all taken answers late and says nothing about the program.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
