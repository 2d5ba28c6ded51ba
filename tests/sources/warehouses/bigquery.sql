-- clients
SELECT
  `t9`.`client`,
  `t9`.`seen`,
  `t9`.`first_day`,
  `t9`.`last_day`,
  `t9`.`refunds`,
  `t9`.`purchase_days`,
  `t9`.`totals`,
  `t9`.`paid`,
  `t9`.`repeat_totals`,
  `t9`.`holdout_days`,
  `t9`.`holdout_totals`,
  COALESCE(`t5`.`orders`, 0) AS `orders`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t6`.`client`,
      COALESCE(SUM(IF(`t6`.`past`, 1, 0)), 0) AS `seen`,
      COALESCE(MIN(`t6`.`first`), MIN(IF(`t6`.`past`, `t6`.`day`, NULL))) AS `first_day`,
      COALESCE(MAX(IF(`t6`.`buys`, `t6`.`day`, NULL)), MIN(IF(`t6`.`past`, `t6`.`day`, NULL))) AS `last_day`,
      COALESCE(SUM(IF(`t6`.`past`, `t6`.`bought`, NULL)), 0) AS `lines`,
      COALESCE(SUM(IF(`t6`.`past`, `t6`.`refunds`, NULL)), 0) AS `refunds`,
      COALESCE(SUM(IF(`t6`.`buys`, 1, 0)), 0) AS `purchase_days`,
      COALESCE(SUM(IF(`t6`.`past`, `t6`.`total`, NULL)), 0) AS `totals`,
      COALESCE(SUM(IF(`t6`.`past`, `t6`.`paid`, NULL)), 0) AS `paid`,
      COALESCE(SUM(IF(`t6`.`past` AND (
        `t6`.`day` > `t6`.`first`
      ), `t6`.`paid`, NULL)), 0) AS `repeat_totals`,
      COALESCE(SUM(IF(NOT (
        `t6`.`past`
      ) AND (
        `t6`.`bought` > 0
      ), 1, 0)), 0) AS `holdout_days`,
      COALESCE(SUM(IF(NOT (
        `t6`.`past`
      ), `t6`.`total`, NULL)), 0) AS `holdout_totals`
    FROM (
      SELECT
        `t3`.`client`,
        `t3`.`day`,
        `t3`.`bought`,
        `t3`.`refunds`,
        `t3`.`total`,
        `t3`.`paid`,
        `t3`.`day` <= 12599 AS `past`,
        (
          `t3`.`day` <= 12599
        ) AND (
          `t3`.`bought` > 0
        ) AS `buys`,
        MIN(IF((
          `t3`.`day` <= 12599
        ) AND (
          `t3`.`bought` > 0
        ), `t3`.`day`, NULL)) OVER (
          PARTITION BY `t3`.`client`
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS `first`
      FROM (
        SELECT
          `t1`.`client`,
          `t1`.`day`,
          COALESCE(SUM(IF(`t1`.`amount` >= 0, 1, 0)), 0) AS `bought`,
          COALESCE(SUM(IF(NOT (
            `t1`.`amount` >= 0
          ), 1, 0)), 0) AS `refunds`,
          COALESCE(SUM(`t1`.`amount`), 0) AS `total`,
          COALESCE(SUM(IF(`t1`.`amount` >= 0, `t1`.`amount`, NULL)), 0) AS `paid`
        FROM (
          SELECT
            *
          FROM `orders` AS `t0`
          WHERE
            `t0`.`day` <= 12783
        ) AS `t1`
        GROUP BY
          1,
          2
      ) AS `t3`
    ) AS `t6`
    GROUP BY
      1
  ) AS `t7`
  WHERE
    `t7`.`seen` > 0
) AS `t9`
LEFT OUTER JOIN (
  SELECT
    `t2`.`client`,
    COUNT(
      DISTINCT IF((
        `t2`.`number` IS NOT NULL
      ) AND (
        `t2`.`number` <> ''
      ), `t2`.`number`, NULL)
    ) + COALESCE(
      SUM(
        IF(
          NOT (
            (
              `t2`.`number` IS NOT NULL
            ) AND (
              `t2`.`number` <> ''
            )
          ),
          1,
          0
        )
      ),
      0
    ) AS `orders`
  FROM (
    SELECT
      *
    FROM `orders` AS `t0`
    WHERE
      `t0`.`day` <= 12599 AND `t0`.`amount` >= 0
  ) AS `t2`
  GROUP BY
    1
) AS `t5`
  ON `t9`.`client` = `t5`.`client`;

-- days bought
SELECT DISTINCT
  `t0`.`client`,
  `t0`.`day`
FROM `orders` AS `t0`
WHERE
  `t0`.`day` <= 12783 AND `t0`.`amount` >= 0;

-- paid by day
SELECT
  `t1`.`client`,
  `t1`.`day`,
  COALESCE(SUM(`t1`.`amount`), 0) AS `paid`
FROM (
  SELECT
    *
  FROM `orders` AS `t0`
  WHERE
    `t0`.`day` <= 12783 AND `t0`.`amount` >= 0
) AS `t1`
GROUP BY
  1,
  2;

-- brought
SELECT
  `t1`.`client`,
  `t1`.`day`,
  COALESCE(SUM(`t1`.`amount`), 0) AS `total`
FROM (
  SELECT
    *
  FROM `orders` AS `t0`
  WHERE
    `t0`.`day` > 12599 AND `t0`.`day` <= 12783
) AS `t1`
GROUP BY
  1,
  2;

-- in periods
SELECT
  `t7`.`client`,
  `t7`.`period`,
  `t7`.`purchases`,
  `t7`.`refunds`,
  `t7`.`totals`,
  `t7`.`paying_days`,
  `t7`.`sold`,
  COALESCE(`t5`.`orders`, 0) AS `orders`
FROM (
  SELECT
    `t3`.`client`,
    `t3`.`period`,
    COALESCE(SUM(IF(`t3`.`bought` > 0, 1, 0)), 0) AS `purchases`,
    COALESCE(SUM(`t3`.`bought`), 0) AS `lines`,
    COALESCE(SUM(`t3`.`refunds`), 0) AS `refunds`,
    COALESCE(SUM(`t3`.`total`), 0) AS `totals`,
    COALESCE(SUM(IF(`t3`.`total` > 0, 1, 0)), 0) AS `paying_days`,
    COALESCE(SUM(`t3`.`total`), 0) AS `sold`
  FROM (
    SELECT
      `t1`.`client`,
      `t1`.`period`,
      `t1`.`day`,
      COALESCE(SUM(IF(`t1`.`amount` >= 0, 1, 0)), 0) AS `bought`,
      COALESCE(SUM(IF(`t1`.`amount` < 0, 1, 0)), 0) AS `refunds`,
      COALESCE(SUM(`t1`.`amount`), 0) AS `total`
    FROM (
      SELECT
        `t0`.`client`,
        `t0`.`day`,
        `t0`.`amount`,
        `t0`.`number`,
        `t0`.`region`,
        0 + IF(`t0`.`day` >= 12600, 1, 0) AS `period`
      FROM `orders` AS `t0`
      WHERE
        `t0`.`day` >= 12418 AND `t0`.`day` <= 12783
    ) AS `t1`
    GROUP BY
      1,
      2,
      3
  ) AS `t3`
  GROUP BY
    1,
    2
) AS `t7`
LEFT OUTER JOIN (
  SELECT
    `t2`.`client`,
    `t2`.`period`,
    COUNT(
      DISTINCT IF((
        `t2`.`number` IS NOT NULL
      ) AND (
        `t2`.`number` <> ''
      ), `t2`.`number`, NULL)
    ) + COALESCE(
      SUM(
        IF(
          NOT (
            (
              `t2`.`number` IS NOT NULL
            ) AND (
              `t2`.`number` <> ''
            )
          ),
          1,
          0
        )
      ),
      0
    ) AS `orders`
  FROM (
    SELECT
      `t0`.`client`,
      `t0`.`day`,
      `t0`.`amount`,
      `t0`.`number`,
      `t0`.`region`,
      0 + IF(`t0`.`day` >= 12600, 1, 0) AS `period`
    FROM `orders` AS `t0`
    WHERE
      `t0`.`day` >= 12418 AND `t0`.`day` <= 12783 AND `t0`.`amount` >= 0
  ) AS `t2`
  GROUP BY
    1,
    2
) AS `t5`
  ON `t7`.`client` = `t5`.`client` AND `t7`.`period` = `t5`.`period`;

-- by value
SELECT
  `t1`.`value`,
  `t1`.`period`,
  COUNT(*) AS `rows`,
  COALESCE(SUM(IF(`t1`.`amount` < 0, 1, 0)), 0) AS `refunds`,
  COALESCE(SUM(`t1`.`amount`), 0) AS `totals`
FROM (
  SELECT
    `t0`.`client`,
    `t0`.`day`,
    `t0`.`amount`,
    `t0`.`number`,
    `t0`.`region`,
    0 + IF(`t0`.`day` >= 12600, 1, 0) AS `period`,
    COALESCE(`t0`.`region`, '') AS `value`
  FROM `orders` AS `t0`
  WHERE
    `t0`.`day` >= 12418 AND `t0`.`day` <= 12783
) AS `t1`
GROUP BY
  1,
  2;

-- grouped
SELECT
  `t2`.`client`,
  MIN(IF(`t2`.`day` = `t2`.`begun`, `t2`.`text`, NULL)) AS `first`,
  MIN(IF(`t2`.`day` = `t2`.`ended`, `t2`.`text`, NULL)) AS `last`,
  COUNT(DISTINCT `t2`.`text`) AS `texts`,
  COUNT(*) AS `rows`,
  (
    MAX(IF(`t2`.`day` = `t2`.`begun`, `t2`.`text`, NULL)) <> MIN(IF(`t2`.`day` = `t2`.`begun`, `t2`.`text`, NULL))
  )
  OR (
    MAX(IF(`t2`.`day` = `t2`.`ended`, `t2`.`text`, NULL)) <> MIN(IF(`t2`.`day` = `t2`.`ended`, `t2`.`text`, NULL))
  ) AS `differs`
FROM (
  SELECT
    `t1`.`client`,
    `t1`.`day`,
    `t1`.`text`,
    MIN(`t1`.`day`) OVER (
      PARTITION BY `t1`.`client`
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS `begun`,
    MAX(`t1`.`day`) OVER (
      PARTITION BY `t1`.`client`
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS `ended`
  FROM (
    SELECT
      `t0`.`client`,
      `t0`.`day`,
      `t0`.`region` AS `text`
    FROM `orders` AS `t0`
    WHERE
      `t0`.`region` IS NOT NULL AND `t0`.`region` <> ''
  ) AS `t1`
) AS `t2`
GROUP BY
  1;

-- days
SELECT
  `t0`.`day`,
  COUNT(*) AS `rows`
FROM `orders` AS `t0`
GROUP BY
  1;
