/** Minor units that can be charged at once: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
export const LARGEST_CHARGE = 99_999_999;
