namespace ContainerNet.Sources.Compose;

/// <summary>Our reader says of every shape what docker-compose said.</summary>
public sealed class ComposeAgreementTests
{
    public static TheoryData<string> Shapes => [.. ComposeShape.Names];

    [Fact]
    public void ThereAreFortyShapesAtLeast() => Assert.True(ComposeShape.Names.Count >= 40, $"{ComposeShape.Names.Count}");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_IsReadAsComposeReadsIt(string name)
    {
        ComposeShape shape = new(name);

        ComposeShape.AssertSame(shape.Captured, shape.Ours());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RefusedShape_NamesFileAndLine(string name)
    {
        ComposeShape shape = new(name);
        if (shape.Captured["error"] is not null)
        {
            Assert.Matches(@"\.yaml:\d+:\d+", shape.Ours()["error"]!.ToString());
        }
    }
}
