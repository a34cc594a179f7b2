namespace NVirt.Native.Tests;

/// <summary>The table of what C programs hold.</summary>
public sealed class HandlesTests
{
    [Fact]
    public void A_handle_leads_to_its_object_until_it_is_closed()
    {
        nint handle = Handles.Add("one");
        Assert.Equal("one", Handles.Find<string>(handle));
        Assert.True(Handles.Remove<string>(handle));
        Assert.Null(Handles.Find<string>(handle));
        Assert.False(Handles.Remove<string>(handle));
    }

    [Fact]
    public void A_handle_of_another_kind_is_refused()
    {
        nint handle = Handles.Add("one");
        Assert.Null(Handles.Find<Uri>(handle));
        Assert.False(Handles.Remove<Uri>(handle));
        Assert.Equal("one", Handles.Find<string>(handle));
        Assert.True(Handles.Remove<string>(handle));
    }

    [Fact]
    public void Numbers_from_elsewhere_are_refused()
    {
        nint handle = Handles.Add("one");
        IEnumerable<nint> near = Enumerable.Range(0, 64).Select(bit => handle ^ (nint)(1L << bit));
        foreach (nint wrong in near.Concat([0, 1, -1, nint.MinValue, nint.MaxValue]))
        {
            Assert.Null(Handles.Find<string>(wrong));
            Assert.False(Handles.Remove<string>(wrong));
        }

        Assert.True(Handles.Remove<string>(handle));
    }

    [Fact]
    public void A_closed_handle_stays_closed_when_its_place_is_used_again()
    {
        HashSet<nint> closed = [];
        for (int i = 0; i < 10_000; i++)
        {
            nint handle = Handles.Add("one");
            Assert.True(closed.Add(handle));
            Assert.True(Handles.Remove<string>(handle));
        }

        Assert.All(closed, handle => Assert.Null(Handles.Find<string>(handle)));
    }

    [Fact]
    public void Threads_find_their_own_and_never_what_took_the_place_of_a_closed_one()
    {
        int wrong = 0;
        Parallel.For(0, 8, worker =>
        {
            string mine = $"of {worker}";
            for (int i = 0; i < 20_000; i++)
            {
                nint handle = Handles.Add(mine);
                bool found = ReferenceEquals(mine, Handles.Find<string>(handle));
                bool gone = Handles.Remove<string>(handle) && Handles.Find<string>(handle) is null;
                if (!found || !gone)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });
        Assert.Equal(0, wrong);
    }
}
