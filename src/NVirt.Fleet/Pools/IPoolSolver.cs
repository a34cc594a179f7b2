namespace NVirt.Fleet.Pools;

/// <summary>Divides the classes of one problem.</summary>
internal interface IPoolSolver
{
    /// <summary>Whether its answers are the best that there are.</summary>
    public bool IsExact { get; }

    /// <summary>The loss with exactly so many pools; <see langword="null"/> if they cannot be had.</summary>
    public long? LossOf(int pools);

    /// <summary>The hosts of the smallest pool of a division of that loss: the most that there can be.</summary>
    public int SmallestOf(int pools);

    /// <summary>The pool of each class, numbered in the order of their first classes.</summary>
    /// <param name="pools">How many.</param>
    /// <param name="fewest">The fewest hosts of a pool, at most <see cref="SmallestOf"/>.</param>
    public int[] Divide(int pools, int fewest);
}
