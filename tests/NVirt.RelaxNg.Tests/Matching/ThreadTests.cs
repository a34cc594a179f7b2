namespace NVirt.RelaxNg.Tests.Matching;

public sealed class ThreadTests
{
    [Fact]
    public void Threads_share_a_schema()
    {
        string kinds =
            string.Concat(
                Enumerable.Range(0, 50)
                    .Select(i =>
                        $"<element name='k{i}'><attribute name='n'><data type='integer'><param "
                            + $"name='pattern'>[0-9]*{i % 10}</param></data></attribute></element>"));
        RelaxNgSchema schema = Documents.Schema($"<element name='a'><zeroOrMore><choice>{kinds}</choice></zeroOrMore></element>");
        int[] errors = new int[400];
        Parallel.For(0, errors.Length, i => errors[i] =
            schema.Validate($"<a>{string.Concat(Enumerable.Range(0, 60).Select(j => $"<k{(i + j) % 50} n='{i}'/>"))}</a>").Count);
        for (int i = 0; i < errors.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, 60).Count(j => (i + j) % 50 % 10 != i % 10), errors[i]);
        }
    }
}
